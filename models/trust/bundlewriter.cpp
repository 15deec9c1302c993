// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/releasebundle.h"

#include "base/json.h"
#include "domain/kinds/people.h"
#include "domain/kinds/release.h"
#include "trust/bundlelayout.h"
#include "trust/tlogproof.h"
#include "trust/zip.h"

#include <QBuffer>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QByteArray readmeText()
{
    return QByteArrayLiteral(
        "RELEASE BUNDLE\n"
        "\n"
        "Everything needed to check one release decision without asking anybody.\n"
        "\n"
        "  signoffs/N.sigstore.json   one reviewer's signed decision (Sigstore bundle v0.3, DSSE, in-toto statement)\n"
        "  signoffs/N.leaf            the log entry that holds this decision's digest\n"
        "  signoffs/N.tlog-proof      proof that this entry is in the log (C2SP tlog-proof)\n"
        "  sheets/N.txt               the text the reviewer was shown; its SHA-256 is inside the signed statement\n"
        "  keys/KEYID.pem             public keys; KEYID is the SHA-256 of the key\n"
        "  evidence/SHA256            evaluation files and cards, byte for byte\n"
        "  records/N.json             the records the decision rests on, each with its log entry and salt\n"
        "  policy.json                the policy the release was judged by\n"
        "  checkpoint                 the log's signed tree head (C2SP signed note)\n"
        "  trust-policy.txt           the log's key as the sender says it: compare it with your own trust file\n"
        "  model.sig                  the approved files (OpenSSF Model Signing v1.0)\n"
        "  gate.sigstore.json         the gate's yes (SLSA verification summary)\n"
        "\n"
        "With openssl alone:   sh verify.sh\n"
        "With countersignctl:  countersignctl verify THIS.zip --trust trust.txt\n"
        "With cosign 3.0.6+:   cosign verify-blob-attestation --key keys/KEYID.pem --bundle signoffs/1.sigstore.json \\\n"
        "                        --type https://countersign.example/attestation/model-approval/v1 \\\n"
        "                        --digest HEX --digestAlg sha256 --insecure-ignore-tlog\n"
        "                      (the flag's name alarms: the log here is private, its proof is signoffs/N.tlog-proof)\n");
}

QByteArray verifyScriptText()
{
    return QByteArrayLiteral(
        "#!/bin/sh\n"
        "# Checks every signature, sheet and piece of evidence in this folder with openssl and nothing else.\n"
        "cd \"$(dirname \"$0\")\" || exit 2\n"
        "tmp=$(mktemp -d) || exit 2\n"
        "trap 'rm -rf \"$tmp\"' EXIT\n"
        "bad=0\n"
        "field() { sed -n \"s/.*\\\"$2\\\":\\\"\\([^\\\"]*\\)\\\".*/\\1/p\" \"$1\" | head -n 1; }\n"
        "for f in signoffs/*.sigstore.json gate.sigstore.json; do\n"
        "  [ -f \"$f\" ] || continue\n"
        "  field \"$f\" payload | openssl base64 -d -A > \"$tmp/payload\"\n"
        "  field \"$f\" sig | openssl base64 -d -A > \"$tmp/sig\"\n"
        "  type=$(field \"$f\" payloadType)\n"
        "  key=keys/$(field \"$f\" hint).pem\n"
        "  { printf 'DSSEv1 %d %s %d ' \"$(printf %s \"$type\" | wc -c)\" \"$type\" \"$(wc -c < \"$tmp/payload\")\"; cat \"$tmp/payload\"; } > \"$tmp/pae\"\n"
        "  if openssl dgst -sha256 -verify \"$key\" -signature \"$tmp/sig\" \"$tmp/pae\" > /dev/null 2>&1; then\n"
        "    echo \"ok   $f  $(field \"$tmp/payload\" decision) $(field \"$tmp/payload\" sub)\"\n"
        "  else\n"
        "    echo \"BAD  $f\"; bad=1\n"
        "  fi\n"
        "  n=$(basename \"$f\" .sigstore.json)\n"
        "  if [ -f \"sheets/$n.txt\" ]; then\n"
        "    sum=$(openssl dgst -sha256 -r \"sheets/$n.txt\" | cut -d' ' -f1)\n"
        "    if grep -q \"$sum\" \"$tmp/payload\"; then echo \"ok   sheets/$n.txt is what was signed\"; else echo \"BAD  sheets/$n.txt\"; bad=1; fi\n"
        "  fi\n"
        "done\n"
        "for e in evidence/*; do\n"
        "  [ -f \"$e\" ] || continue\n"
        "  sum=$(openssl dgst -sha256 -r \"$e\" | cut -d' ' -f1)\n"
        "  if [ \"evidence/$sum\" = \"$e\" ]; then echo \"ok   $e\"; else echo \"BAD  $e\"; bad=1; fi\n"
        "done\n"
        "exit $bad\n");
}

/// Collects entries and proofs; the first error sticks.
class Writer
{
public:
    explicit Writer(const BundleInput &input) : m_input(input) { m_buffer.open(QIODevice::WriteOnly); }

    void add(const QString &name, const QByteArray &bytes, bool executable = false)
    {
        if (!m_error)
            keep(m_zip.add(name, bytes, executable));
    }

    void addProof(const QString &name, quint64 index)
    {
        if (m_error)
            return;
        const auto hashes = m_input.inclusion(index);
        if (!hashes) {
            m_error = hashes.error();
            return;
        }
        TlogProof proof;
        proof.index = index;
        proof.hashes = *hashes;
        proof.checkpoint = m_input.checkpoint;
        add(name, proof.toBytes());
    }

    Result<QByteArray> finish()
    {
        if (!m_error)
            keep(m_zip.finish());
        if (m_error)
            return *m_error;
        return m_buffer.data();
    }

private:
    void keep(const Result<void> &result)
    {
        if (!result)
            m_error = result.error();
    }
    const BundleInput &m_input;
    QBuffer m_buffer;
    ZipWriter m_zip{&m_buffer};
    std::optional<Error> m_error;
};

void addSignoff(Writer &writer, const LoggedRecord &record, int n)
{
    const QJsonObject body = QJsonDocument::fromJson(record.body).object();
    writer.add(layout::signoff(n), body.value(u"envelope"_s).toString().toUtf8());
    writer.add(layout::sheet(n), body.value(u"sheet"_s).toString().toUtf8());
    writer.add(layout::signoffLeaf(n), record.entry);
    writer.addProof(layout::signoffProof(n), record.index);
}

} // namespace

Result<QByteArray> writeBundle(const BundleInput &input)
{
    QList<LoggedRecord> records = input.records;
    std::sort(records.begin(), records.end(), [](const auto &a, const auto &b) { return a.index < b.index; });

    Writer writer(input);
    writer.add(layout::readme, readmeText());
    writer.add(layout::verifyScript, verifyScriptText(), true);
    writer.add(layout::checkpoint, input.checkpoint);
    writer.add(layout::trustPolicy, input.trustPolicy);
    int n = 0;
    int signoffs = 0;
    for (const LoggedRecord &record : records) {
        ++n;
        writer.add(layout::record(n), toJson(QJsonObject{{u"kind"_s, record.kind},
                                                         {u"id"_s, record.id},
                                                         {u"body"_s, QString::fromUtf8(record.body)},
                                                         {u"salt"_s, QString::fromLatin1(record.salt.toHex())},
                                                         {u"entry"_s, QString::fromUtf8(record.entry)}}));
        writer.addProof(layout::recordProof(n), record.index);
        if (record.kind == "policy"_L1)
            writer.add(layout::policy, record.body);
        if (record.kind == "signoff"_L1)
            addSignoff(writer, record, ++signoffs);
        if (record.kind == "signer"_L1) {
            const QJsonObject body = QJsonDocument::fromJson(record.body).object();
            writer.add(layout::key(body.value(u"keyId"_s).toString()), body.value(u"publicKey"_s).toString().toUtf8());
        }
    }
    writer.add(layout::manifest, toJson(QJsonObject{{u"request"_s, input.requestId},
                                                    {u"records"_s, QString::number(n)},
                                                    {u"signoffs"_s, QString::number(signoffs)},
                                                    {u"version"_s, u"1"_s}}));
    for (auto it = input.evidence.begin(); it != input.evidence.end(); ++it)
        writer.add(layout::evidence(it.key()), it.value());
    if (!input.modelSignature.isEmpty())
        writer.add(layout::modelSignature, input.modelSignature);
    if (!input.gateSummary.isEmpty())
        writer.add(layout::gateSummary, input.gateSummary);
    return writer.finish();
}

} // namespace countersign
