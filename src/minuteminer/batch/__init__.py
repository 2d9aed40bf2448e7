"""Any number of documents: partitions out of inputs, done in processes or on a cluster, kept so that a run goes on.

`inputs` reads documents, `partitions` cuts them into parts that stay the same while their documents do, `output`
keeps parts and what was done in them, `workers` runs them in child processes or on a Dask cluster, `run` is the flow.
"""
