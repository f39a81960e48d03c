"""Many letters at once: finding them (`source`, `grouping`), reading them on this machine (`runner`, `journal`) and
what comes out (`export`, `listing`, `summary`). The command line uses all of it, the API all but the runner.
"""
