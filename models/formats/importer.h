// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

#include <QIODevice>

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <variant>

namespace countersign {

class FileSet;

/// Bounds of what is taken in. The defaults are the product's stated limits.
struct ImportOptions
{
    qint64 fileBytes = 512LL * 1024 * 1024;
    qint64 textBytes = 32LL * 1024 * 1024; ///< of a file that is read as one text (cards, YAML)
    qsizetype results = 200'000;           ///< metric values of one report
    std::stop_token stop = {};
    /// Called on the reading thread with the bytes read so far and the whole size (-1 when unknown).
    std::function<void(qint64 read, qint64 size)> progress = {};
};

/// What an importer reads from. The file's name is a hint for people, never for detection.
struct ImportInput
{
    QIODevice *device = nullptr; ///< open for reading, at its start; sequential devices are fine
    QString fileName = {};
    ImportOptions options = {};
};

/// What was understood of a file.
struct Imported
{
    std::variant<EvaluationReport, CardContent> content;

    [[nodiscard]] const EvaluationReport *report() const { return std::get_if<EvaluationReport>(&content); }
    [[nodiscard]] const CardContent *card() const { return std::get_if<CardContent>(&content); }
    [[nodiscard]] QString format() const;
    /// The JSON of the contract, whichever it is.
    [[nodiscard]] QJsonObject toJson() const;
};

/// How sure an importer is that a file is its own.
enum class Match { No, Possible, Sure };

/// Reads one format. Stateless; any thread.
class Importer
{
public:
    virtual ~Importer() = default;
    /// The format's id, e.g. "lm-evaluation-harness"; stable, it stands in records.
    [[nodiscard]] virtual QString id() const = 0;
    [[nodiscard]] virtual QString title() const = 0;
    /// Judges by content: `head` is the file's beginning (up to 1 MB, so it may end anywhere).
    [[nodiscard]] virtual Match probe(QByteArrayView head) const = 0;
    /// Everything but rawDigest and rawBytes, which inspect() fills in.
    [[nodiscard]] virtual Result<Imported> read(const ImportInput &input) const = 0;

    /// For formats that are several files (a folder, an archive; formats/fileset.h): judges them by name and content.
    [[nodiscard]] virtual Match probeFiles(const FileSet &) const { return Match::No; }
    /// Reads what probeFiles() knew. Pointers are memberPointer()s.
    [[nodiscard]] virtual Result<Imported> readFiles(const FileSet &files, const ImportOptions &options) const;
};

/// All importers: one for each file in importers/, in the order of the files' names.
std::span<const std::unique_ptr<const Importer>> importers();
/// The importer with this id, or null.
const Importer *importerFor(QStringView id);

/// Finds out what a file is (or takes `format` at its word), reads it and hashes the raw bytes on the way. gzip is looked
/// through; in a ZIP archive either an importer knows the files as a whole or those that are known are read and put
/// together into one report (formats/reportmerge.h), the others listed in warnings.
/// Errors: Unsupported when no importer knows the content, TooLarge, Cancelled, Invalid with the place.
Result<Imported> inspect(const ImportInput &input, const QString &format = {});
/// The same for a file. Refuses what is no regular file before opening it.
Result<Imported> inspectFile(const QString &path, const QString &format = {}, const ImportOptions &options = {});
/// The same for a file or a folder, which counts as the archive that formats/packfolder.h makes of it.
Result<Imported> inspectPath(const QString &path, const QString &format = {}, const ImportOptions &options = {});

} // namespace countersign
