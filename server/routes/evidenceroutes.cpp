// SPDX-License-Identifier: GPL-3.0-or-later
// Blobs, and files that are read on their way in.
#include "server/routes/api.h"

#include "base/json.h"
#include "server/http/problem.h"
#include "server/routes/creating.h"
#include "server/routes/evidence.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// The bytes of a request, put into the store wherever they are.
Result<BlobInfo> takeBytes(BlobStore &blobs, const HttpRequest &request, const QString &expected)
{
    if (request.upload)
        return blobs.adopt(request.upload->path(), expected);
    if (!expected.isEmpty() && digestString(sha256(request.body)) != expected)
        return {Error::Code::Untrusted, u"The bytes that came are not those of the digest."_s};
    return blobs.put(request.body);
}

} // namespace

void Api::addEvidenceRoutes(Router &router)
{
    add(router, "PUT", u"/v1/blobs/{digest}"_s, u"putBlob"_s, [this](Call &call) { return putBlob(call); });
    add(router, "GET", u"/v1/blobs/{digest}"_s, u"getBlob"_s, [this](Call &call) { return getBlob(call); });
    add(router, "POST", u"/v1/evaluations/import"_s, u"importEvaluation"_s, [this](Call &call) { return importEvidence(call, false); });
    add(router, "POST", u"/v1/cards/import"_s, u"importCard"_s, [this](Call &call) { return importEvidence(call, true); });
}

HttpResponse Api::putBlob(Call &call)
{
    const QString digest = call.captures.text(u"digest");
    if (const auto parsed = parseDigest(digest); !parsed)
        return problem(Error{Error::Code::Invalid, parsed.error().text, {}, false, {{u"/path/digest"_s, parsed.error().text}}});
    const bool known = m_store.blobs().has(digest);
    const auto info = takeBytes(m_store.blobs(), call.request, digest);
    if (!info)
        return problem(info.error());
    return HttpResponse::json(known ? 200 : 201, toJson(QJsonObject{{u"digest"_s, info->digest}, {u"size"_s, info->size}}));
}

HttpResponse Api::getBlob(Call &call)
{
    const QString digest = call.captures.text(u"digest");
    if (const auto parsed = parseDigest(digest); !parsed)
        return problem(Error{Error::Code::Invalid, parsed.error().text, {}, false, {{u"/path/digest"_s, parsed.error().text}}});
    const auto file = m_store.blobs().file(digest);
    if (!file)
        return problem(file.error());
    // Never shown in place: a blob is whatever somebody uploaded.
    return HttpResponse::fromFile((*file)->fileName())
        .with("Content-Disposition", "attachment")
        .with("ETag", '"' + digest.toLatin1() + '"')
        .with("Cache-Control", "private, max-age=31536000, immutable");
}

Result<ImportedEvidence> Api::understand(const QString &kind, const QJsonObject &body, const QString &format)
{
    const QString raw = body.value(u"raw"_s).toString();
    if (!parseDigest(raw))
        return ImportedEvidence(); // the codec says what is wrong with it
    const auto size = m_store.blobs().size(raw);
    if (!size)
        return invalidField(u"raw"_s, u"is no blob of this server; upload it first."_s);
    if (*size > maximumEvidenceBytes)
        return invalidField(u"raw"_s, u"is too large to be read."_s);
    const auto bytes = m_store.blobs().read(raw, maximumEvidenceBytes);
    if (!bytes)
        return bytes.error();
    return readEvidence(m_store.blobs(), m_options.readEvidence, {kind, *bytes, body.value(u"fileName"_s).toString(), format});
}

HttpResponse Api::importEvidence(Call &call, bool card)
{
    const auto known = onlyQuery(call.request, {u"version"_s, u"fileName"_s, u"title"_s, u"format"_s});
    const auto version = queryText(call.request, u"version"_s);
    const auto fileName = queryText(call.request, u"fileName"_s);
    const auto title = queryText(call.request, u"title"_s);
    const auto format = queryText(call.request, u"format"_s);
    for (const Error *error : {known ? nullptr : &known.error(), version ? nullptr : &version.error(), fileName ? nullptr : &fileName.error(),
                               title ? nullptr : &title.error(), format ? nullptr : &format.error()}) {
        if (error)
            return problem(*error);
    }
    if (m_store.parsedRecord(u"version"_s, *version).ok() == false)
        return problem(Error{Error::Code::Invalid, u"There is no version '%1'."_s.arg(version->left(200)), {}, false,
                             {{u"/query/version"_s, u"names no version."_s}}});
    const auto info = takeBytes(m_store.blobs(), call.request, {});
    if (!info)
        return problem(info.error());
    const Kind *kind = kindByName(card ? u"card" : u"evaluation");
    Creation creation{kind, {{u"version"_s, *version}, {u"raw"_s, info->digest}}, {}};
    if (!fileName->isEmpty())
        creation.body.insert(u"fileName"_s, *fileName);
    if (!title->isEmpty() && !card)
        creation.body.insert(u"title"_s, *title);
    auto imported = understand(kind->name, creation.body, *format);
    if (!imported)
        return problem(inBody(imported.error()));
    creation.imported = std::move(*imported);
    return run(call, [&](Command &command) -> Result<Answer> {
        const auto created = createRecord(command, creation);
        if (!created)
            return created.error();
        return Answer{201, recordBytes(created->record), {}};
    });
}

} // namespace countersign
