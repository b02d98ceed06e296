print("jobdrift")
