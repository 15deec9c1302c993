// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/modelmanifest.h"

#include "trust/digest.h"
#include "trust/words.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include <filesystem>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

Error invalid(const QString &text, const QString &detail = {})
{
    return {Error::Code::Invalid, text, detail};
}

const QStringList &alwaysIgnored()
{
    static const QStringList list = {u".git"_s, u".gitattributes"_s, u".github"_s, u".gitignore"_s, u"model.sig"_s};
    return list;
}

bool isGoodName(const QString &name)
{
    if (name.isEmpty() || name.contains(QChar::Null) || name.contains(QChar::ReplacementCharacter)
        || !name.isValidUtf16())
        return false;
    const auto parts = QStringView(name).split(u'/');
    return std::none_of(parts.begin(), parts.end(), [](QStringView part) { return part.isEmpty() || part == u"." || part == u".."; });
}

struct FoundFile
{
    QString name;
    QString path;
    qint64 size = 0;
};

bool isIgnored(const QString &name, const QStringList &ignore)
{
    return std::any_of(ignore.begin(), ignore.end(), [&](const QString &entry) {
        return name == entry || (name.startsWith(entry) && name.size() > entry.size() && name[entry.size()] == u'/');
    });
}

Error linkRefused(const QString &name)
{
    return invalid(Trust::tr("“%1” is a link or a special file; a model consists of regular files only.").arg(name));
}

Result<QList<FoundFile>> filesBelow(const QString &folder, const QStringList &ignore, const std::stop_token &stop)
{
    namespace fs = std::filesystem;
    const fs::path top(QFile::encodeName(folder).toStdString());
    QList<FoundFile> out;
    std::error_code failure;
    fs::recursive_directory_iterator it(top, failure);
    for (; !failure && it != fs::recursive_directory_iterator(); it.increment(failure)) {
        if (stop.stop_requested())
            return Error{Error::Code::Cancelled, Trust::tr("Hashing was cancelled.")};
        const auto bytes = it->path().lexically_relative(top).generic_u8string();
        const QByteArrayView utf8(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size()));
        const QString name = QString::fromUtf8(utf8);
        if (!utf8.isValidUtf8() || !isGoodName(name))
            return invalid(Trust::tr("The file name “%1” is not valid UTF-8.").arg(name));
        const auto status = it->symlink_status(failure);
        if (failure)
            break;
        if (isIgnored(name, ignore)) {
            if (fs::is_directory(status))
                it.disable_recursion_pending();
            continue;
        }
        if (fs::is_directory(status))
            continue;
        if (!fs::is_regular_file(status))
            return linkRefused(name);
        out.append({name, folder + u'/' + name, qint64(it->file_size(failure))});
    }
    if (failure) {
        return Error{Error::Code::NotFound, Trust::tr("The folder cannot be read completely."),
                     QString::fromStdString(failure.message())};
    }
    return out;
}

Result<QList<FoundFile>> filesAt(const QString &path, const QStringList &ignore, const std::stop_token &stop)
{
    const QFileInfo info(path);
    if (info.isSymLink())
        return linkRefused(info.fileName());
    if (!info.exists())
        return Error{Error::Code::NotFound, Trust::tr("There is no file or folder of this name."), path};
    if (info.isDir())
        return filesBelow(path, ignore, stop);
    if (!info.isFile())
        return linkRefused(info.fileName());
    return QList<FoundFile>{{info.fileName(), path, info.size()}};
}

/// Digests of consecutive pieces of `bytes` bytes; nothing for an empty file.
Result<QList<ManifestEntry>> shardsOf(const FoundFile &file, const ModelManifest::Options &options,
                                      const std::function<void(qint64)> &progress)
{
    QFile in(file.path);
    if (!in.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return Error{Error::Code::NotFound, Trust::tr("“%1” cannot be opened.").arg(file.name), in.errorString()};
    QList<ManifestEntry> out;
    QByteArray buffer(256 * 1024, Qt::Uninitialized);
    Sha256 hash;
    qint64 start = 0;
    qint64 at = 0;
    for (;;) {
        if (options.stop.stop_requested())
            return Error{Error::Code::Cancelled, Trust::tr("Hashing was cancelled.")};
        const qint64 n = in.read(buffer.data(), std::min<qint64>(buffer.size(), start + options.shardBytes - at));
        if (n < 0)
            return Error{Error::Code::Corrupt, Trust::tr("“%1” cannot be read to its end.").arg(file.name)};
        hash.addData(QByteArrayView(buffer.constData(), n));
        at += n;
        progress(n);
        if (at > start && (n == 0 || at == start + options.shardBytes)) {
            out.append({u"%1:%2:%3"_s.arg(file.name, QString::number(start), QString::number(at)), hash.result(), at - start});
            start = at;
        }
        if (n == 0)
            return out;
    }
}

QString listed(const QStringList &names)
{
    const QString some = names.first(std::min<qsizetype>(names.size(), 3)).join(u", "_s);
    return names.size() > 3 ? Trust::tr("%1 and %2 more").arg(some).arg(names.size() - 3) : some;
}

} // namespace

Result<ModelManifest> ModelManifest::ofPath(const QString &path, const Options &options)
{
    const QStringList ignore = alwaysIgnored() + options.ignore;
    auto files = filesAt(path, ignore, options.stop);
    if (!files)
        return files.error();
    qint64 total = 0;
    for (const FoundFile &file : std::as_const(*files))
        total += file.size;
    qint64 done = 0;
    const auto progress = [&](qint64 n) {
        done += n;
        if (options.progress)
            options.progress(done, std::max(done, total));
    };
    // Sorted first: shards of one file then follow in order of position, which their names' code points would not give.
    std::sort(files->begin(), files->end(),
              [](const FoundFile &a, const FoundFile &b) { return a.name.toUtf8() < b.name.toUtf8(); });
    ModelManifest out;
    out.m_shardBytes = options.shardBytes;
    out.m_ignored = ignore;
    for (const FoundFile &file : std::as_const(*files)) {
        if (options.shardBytes > 0) {
            auto shards = shardsOf(file, options, progress);
            if (!shards)
                return shards.error();
            out.m_entries.append(*shards);
            continue;
        }
        auto digest = digestFile(file.path, options.stop, progress);
        if (!digest)
            return digest.error();
        out.m_entries.append({file.name, digest->digest, digest->size});
    }
    if (out.m_entries.isEmpty())
        return invalid(Trust::tr("There is no file in this folder, so there is nothing to sign."));
    return out;
}

Result<ModelManifest> ModelManifest::fromEntries(QList<ManifestEntry> entries)
{
    if (entries.isEmpty())
        return invalid(Trust::tr("A model consists of at least one file."));
    std::sort(entries.begin(), entries.end(),
              [](const ManifestEntry &a, const ManifestEntry &b) { return a.name.toUtf8() < b.name.toUtf8(); });
    for (qsizetype i = 0; i < entries.size(); ++i) {
        if (!isGoodName(entries[i].name))
            return invalid(Trust::tr("“%1” is not a relative file name.").arg(entries[i].name));
        if (i > 0 && entries[i].name == entries[i - 1].name)
            return invalid(Trust::tr("The file “%1” is listed twice.").arg(entries[i].name));
        if (entries[i].digest.size() != 32)
            return invalid(Trust::tr("The digest of “%1” is not a SHA-256 digest.").arg(entries[i].name));
    }
    ModelManifest out;
    out.m_entries = std::move(entries);
    out.m_ignored = alwaysIgnored();
    return out;
}

qint64 ModelManifest::totalBytes() const
{
    qint64 sum = 0;
    for (const ManifestEntry &entry : m_entries) {
        if (entry.size < 0)
            return -1;
        sum += entry.size;
    }
    return sum;
}

QByteArray ModelManifest::rootDigest() const
{
    Sha256 hash;
    for (const ManifestEntry &entry : m_entries)
        hash.addData(entry.digest);
    return hash.result();
}

Statement ModelManifest::statement(const QString &subjectName) const
{
    const QString algorithm = m_shardBytes > 0 ? u"sha256-sharded-%1"_s.arg(m_shardBytes) : u"sha256"_s;
    QJsonArray resources;
    for (const ManifestEntry &entry : m_entries) {
        resources.append(QJsonObject{{u"name"_s, entry.name},
                                     {u"digest"_s, QString::fromLatin1(entry.digest.toHex())},
                                     {u"algorithm"_s, algorithm}});
    }
    QStringList ignored = m_ignored;
    ignored.sort();
    ignored.removeDuplicates();
    QJsonObject serialization{{u"method"_s, m_shardBytes > 0 ? u"shards"_s : u"files"_s},
                              {u"hash_type"_s, u"sha256"_s},
                              {u"allow_symlinks"_s, false},
                              {u"ignore_paths"_s, QJsonArray::fromStringList(ignored)}};
    if (m_shardBytes > 0)
        serialization.insert(u"shard_size"_s, m_shardBytes);
    return {{Subject::ofSha256(subjectName, QString::fromLatin1(rootDigest().toHex()))},
            omsPredicateType,
            {{u"resources"_s, resources}, {u"serialization"_s, serialization}}};
}

QString ManifestDifference::text() const
{
    QStringList parts;
    if (!missing.isEmpty())
        parts += Trust::tr("missing: %1").arg(listed(missing));
    if (!extra.isEmpty())
        parts += Trust::tr("not part of the signed model: %1").arg(listed(extra));
    if (!changed.isEmpty())
        parts += Trust::tr("changed: %1").arg(listed(changed));
    return parts.isEmpty() ? QString() : Trust::tr("The files differ from the signed model: %1.").arg(parts.join(u"; "_s));
}

ManifestDifference ManifestDifference::between(const QList<ManifestEntry> &expected, const QList<ManifestEntry> &found)
{
    ManifestDifference out;
    QHash<QString, QByteArray> left;
    for (const ManifestEntry &entry : found)
        left.insert(entry.name, entry.digest);
    for (const ManifestEntry &entry : expected) {
        const auto it = left.constFind(entry.name);
        if (it == left.cend())
            out.missing += entry.name;
        else if (*it != entry.digest)
            out.changed += entry.name;
        left.remove(entry.name);
    }
    out.extra = left.keys();
    out.extra.sort();
    return out;
}

} // namespace countersign
