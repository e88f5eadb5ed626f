"""Scores of a data set, as an analyst would compute them: the mean outcome of each condition's scored items. Standard library only."""
import csv, io, json, sys, zipfile

with zipfile.ZipFile(sys.argv[1]) as archive:
    name = next(name for name in archive.namelist() if name.endswith('_description-items_data.csv'))
    rows = list(csv.DictReader(io.TextIOWrapper(archive.open(name), 'utf-8-sig')))

outcomes = {}
for row in rows:
    if row['phase'] == 'main' and row['role'] == 'scored' and row['outcome'] != '' and row['is_excluded'] == 'false':
        outcomes.setdefault(row['condition_name'], []).append(float(row['outcome']))
print(json.dumps({name: {'score': sum(values) / len(values), 'count': len(values)} for name, values in outcomes.items()}))
