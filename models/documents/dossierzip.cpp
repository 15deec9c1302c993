// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"
#include "documents/controlexport.h"
#include "documents/dossier.h"
#include "documents/dossierparts.h"
#include "documents/papertext.h"
#include "formats/cardexport.h"
#include "trust/digest.h"
#include "trust/zip.h"

#include <QBuffer>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString sheetName(qsizetype n)
{
    return u"sheets/%1.txt"_s.arg(n);
}

QByteArray readmeOf(const DossierInput &input)
{
    return u"RELEASE DOSSIER\n\n"
           "%1 of %2 for %3, as of %4.\n\n"
           "  dossier.pdf          everything below for people to read\n"
           "  requirements.csv     each requirement, what was found, the verdict and its source\n"
           "  signoffs.csv         who signed what, when, in which role and with which key\n"
           "  sheets/N.txt         the text that signer N was shown\n"
           "  decisions.md         the decision records of the model\n"
           "  card.md .html .json  the model card, when there is one\n"
           "  controls/            laws and standards held against the evidence; not legal advice\n"
           "  bundle/release.zip   signatures, evidence and proofs: this is the record, the rest is a print of it\n"
           "  SHA256SUMS           digests of all files here\n\n"
           "HOW TO VERIFY\n\n"
           "Nothing was changed on the way:       sha256sum -c SHA256SUMS\n"
           "The decision, with countersignctl:    countersignctl verify bundle/release.zip --trust trust.txt\n"
           "The signatures, with openssl alone:   unpack bundle/release.zip and run 'sh verify.sh'\n\n"
           "trust.txt is the log's trust file. Take it from somebody you trust, not from this archive.\n"_s
        .arg(input.number(), paperLine(input.release.request.version), paperLine(input.release.request.environment), paperTime(input.at)).toUtf8();
}

/// Adds files in their order and keeps their digests; the first error sticks.
class DossierArchive
{
public:
    DossierArchive() { m_buffer.open(QIODevice::WriteOnly); }

    void add(const QString &name, QByteArrayView bytes)
    {
        if (m_error)
            return;
        m_sums += sha256Hex(bytes).toLatin1() + "  " + name.toUtf8() + '\n';
        keep(m_zip.add(name, bytes));
    }

    Result<QByteArray> finish()
    {
        if (!m_error)
            keep(m_zip.add(u"SHA256SUMS"_s, m_sums));
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
    QBuffer m_buffer;
    ZipWriter m_zip{&m_buffer};
    QByteArray m_sums;
    std::optional<Error> m_error;
};

Result<void> addCard(DossierArchive &archive, const DossierInput &input)
{
    if (!input.card)
        return {};
    archive.add(u"card.md"_s, cardMarkdown(*input.card, 1).toUtf8());
    const std::pair<QString, CardFormat> forms[] = {{u"card.html"_s, CardFormat::Html}, {u"card.json"_s, CardFormat::Json}};
    for (const auto &[name, format] : forms) {
        const auto written = exportCard(*input.card, format);
        if (!written)
            return written.error();
        archive.add(name, written->bytes);
    }
    return {};
}

/// A stranger's text as a Markdown block that cannot become anything else.
QString quotedBlock(const QString &text)
{
    QString out;
    for (const QString &line : paperText(text.trimmed()).split(u'\n'))
        out += u"    "_s + line + u'\n';
    return out + u'\n';
}

QString headingLine(QString text)
{
    static const QString special = u"\\`*_{}[]<>#+!|&~"_s;
    text = paperLine(text);
    QString out;
    for (const QChar c : text)
        out += special.contains(c) ? QString(u'\\') + c : QString(c);
    return out;
}

} // namespace

QByteArray requirementsCsv(const DossierInput &input)
{
    QByteArray out = csvLine({u"id"_s, u"requirement"_s, u"asked"_s, u"found"_s, u"n"_s, u"verdict"_s, u"reason"_s, u"evidence"_s, u"record"_s, u"digest"_s, u"pointer"_s, u"waiver"_s});
    for (const Requirement &r : input.status.requirements)
        out += csvLine({r.id, r.title, r.threshold, r.actual, r.n ? QString::number(*r.n) : QString(), enumText(r.state), r.reason, r.source, r.sourceId, r.sourceDigest,
                        r.sourcePointer, r.waiver});
    return out;
}

QByteArray signoffsCsv(const DossierInput &input)
{
    QByteArray out = csvLine({u"number"_s, u"printed name"_s, u"person"_s, u"role"_s, u"stage"_s, u"round"_s, u"verdict"_s, u"meaning"_s, u"counts"_s, u"why not"_s, u"comment"_s,
                              u"conditions"_s, u"signed at"_s, u"recorded at"_s, u"key"_s, u"statement"_s, u"sheet"_s, u"sheet file"_s, u"log entry"_s});
    qsizetype n = 0;
    for (const auto &entry : dossier::signoffsInOrder(input.release)) {
        const Signoff &s = entry.signoff;
        const QString why = dossier::notCounted(input, entry);
        const bool counts = s.verdict == Signoff::Approve && why.isEmpty();
        ++n;
        out += csvLine({QString::number(n), input.name(s.person), s.person, s.role, s.stage, QString::number(s.round), enumText(s.verdict), dossier::meaningOf(s),
                        counts ? u"yes"_s : u"no"_s, why, s.comment, s.conditions.join(u"; "_s), toRfc3339(s.signedAt), toRfc3339(s.recordedAt), s.signer, s.payloadDigest,
                        s.sheetDigest, s.sheet.isEmpty() ? QString() : sheetName(n), entry.leaf < 0 ? QString() : QString::number(entry.leaf)});
    }
    return out;
}

QByteArray decisionsMarkdown(const DossierInput &input)
{
    QString out = u"# "_s + documentTr("Decision records") + u"\n\n"_s;
    if (input.decisions.isEmpty())
        out += documentTr("No decision record speaks of this version or of the model as a whole.") + u'\n';
    for (const auto &[id, decision] : input.decisions) {
        out += u"## "_s + headingLine(decision.title) + u"\n\n"_s
            + u"%1, %2, %3\n\n"_s.arg(enumText(decision.status), headingLine(input.name(decision.author)), paperTime(decision.decidedAt));
        const std::pair<QString, QString> parts[] = {{documentTr("Context"), decision.context}, {documentTr("Options"), decision.options},
                                                     {documentTr("Trade-offs"), decision.tradeOffs}, {documentTr("Decision"), decision.decision},
                                                     {documentTr("Consequences"), decision.consequences}, {documentTr("Known limits"), decision.knownLimits}};
        for (const auto &[label, text] : parts) {
            if (!text.trimmed().isEmpty())
                out += u"### "_s + label + u"\n\n"_s + quotedBlock(text);
        }
    }
    return out.toUtf8();
}

Result<QByteArray> dossierZip(const DossierInput &input, QByteArrayView pdf, QByteArrayView bundle)
{
    if (bundle.isEmpty())
        return {Error::Code::Invalid, documentTr("An archive needs the release bundle: a dossier that cannot be checked is none.")};
    DossierArchive archive;
    archive.add(u"README.txt"_s, readmeOf(input));
    archive.add(u"dossier.pdf"_s, pdf);
    archive.add(u"requirements.csv"_s, requirementsCsv(input));
    archive.add(u"decisions.md"_s, decisionsMarkdown(input));
    archive.add(u"signoffs.csv"_s, signoffsCsv(input));
    qsizetype n = 0;
    for (const auto &entry : dossier::signoffsInOrder(input.release)) {
        ++n;
        if (!entry.signoff.sheet.isEmpty())
            archive.add(sheetName(n), entry.signoff.sheet.toUtf8());
    }
    if (const auto added = addCard(archive, input); !added)
        return added.error();
    for (const ControlAssessment &assessment : input.controls)
        archive.add(u"controls/%1.json"_s.arg(assessment.framework.id), QJsonDocument(controlsJson(assessment)).toJson(QJsonDocument::Indented));
    if (!input.controls.isEmpty())
        archive.add(u"controls/controls.csv"_s, controlsCsv(input.controls));
    archive.add(u"bundle/release.zip"_s, bundle);
    return archive.finish();
}

} // namespace countersign
