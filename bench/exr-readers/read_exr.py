# CPU milliseconds of each of RUNS reads of a file with OpenEXR: RUNS FILE
import json
import sys
import time

import OpenEXR

costs = []
for run in range(int(sys.argv[1])):
    start = time.process_time()
    OpenEXR.File(sys.argv[2]).parts[0]
    costs.append((time.process_time() - start) * 1000)
print(json.dumps(costs))
