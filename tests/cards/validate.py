# SPDX-License-Identifier: GPL-3.0-or-later
"""validate.py SCHEMA FILE...: 0 when every file is valid, 1 when one is not, 77 when the validator is not installed.

A JSON Schema is applied by python3-jsonschema. A JSON-LD context has no schema: every member and every type of the
document must be a term of it, every reference must lead somewhere, and words must be of the vocabulary they belong to.
"""
import json
import os
import sys

try:
    import jsonschema
except ImportError:
    sys.exit(77)


def by_schema(schema, path):
    store = {}
    for name in os.listdir(os.path.dirname(path)):
        if name.endswith(".schema.json"):
            with open(os.path.join(os.path.dirname(path), name), encoding="utf-8") as file:
                other = json.load(file)
            store[other.get("$id", name)] = other
            store["http://cyclonedx.org/schema/" + name] = other
    # SageMaker's schema calls itself draft-07, which would make its references lead to draft-07.
    if schema.get("$id") == schema.get("$schema"):
        schema = {key: value for key, value in schema.items() if key != "$id"}
    resolver = jsonschema.RefResolver.from_schema(schema, store=store)
    validator = jsonschema.Draft7Validator(schema, resolver=resolver)
    return lambda document: [f"/{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in validator.iter_errors(document)]


def by_context(context):
    terms = context["@context"]

    def check(document):
        faults, ids, refs = [], set(), []
        if document.get("@context") != "https://spdx.org/rdf/3.0.1/spdx-context.jsonld":
            faults.append("another context")
        for element in document["@graph"]:
            ids.add(element.get("spdxId", element.get("@id")))

        def walk(value, where):
            if isinstance(value, list):
                for i, item in enumerate(value):
                    walk(item, f"{where}/{i}")
            if not isinstance(value, dict):
                return
            if "type" not in value or value["type"] not in terms:
                faults.append(f"{where}: type {value.get('type')}")
            for key, item in value.items():
                if key not in terms and key != "@id":
                    faults.append(f"{where}: {key} is no term")
                if key in ("from", "to", "createdBy", "suppliedBy", "originatedBy", "rootElement", "creationInfo"):
                    refs.extend((f"{where}/{key}", one) for one in (item if isinstance(item, list) else [item]))
                walk(item, f"{where}/{key}")

        for i, element in enumerate(document["@graph"]):
            walk(element, f"/@graph/{i}")
        faults.extend(f"{where}: {ref} is not in the document" for where, ref in refs if ref not in ids)
        if not any(element["type"] == "ai_AIPackage" for element in document["@graph"]):
            faults.append("no AI package")
        return faults

    return check


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    check = by_context(schema) if "@context" in schema else by_schema(schema, sys.argv[1])
    bad = 0
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            faults = check(json.load(file))
        bad += bool(faults)
        for fault in faults[:5]:
            print(os.path.basename(path), fault)
    if not bad:
        print(len(sys.argv) - 2, "files are valid")
    return 1 if bad else 0


sys.exit(main())
