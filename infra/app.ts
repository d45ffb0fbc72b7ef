// What `cdk deploy` runs, by cdk.json. This release runs fabrics on one machine only, and says so.

process.stderr.write("deploying is not built yet: run the fabric on this machine with npx hopspan dev FILE\n");
process.exitCode = 1;
