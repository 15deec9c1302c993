// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/importer.h"

namespace countersign {

/// The bytes of one import, whatever was chosen: a file's own, or a folder packed into one archive.
struct RawEvidence
{
    std::unique_ptr<QIODevice> device; ///< seekable, open for reading, at its start
    QString fileName;                  ///< without path; a folder's gets ".zip"
    bool folder = false;
    QStringList leftOut; ///< of a folder: links, relative to it; they are not followed
};

/// Packs a folder into an archive of stored files, sorted by name and without times: equal folders give equal bytes.
/// Links are not followed (and listed), version control's own folder and the desktops' droppings are left out.
/// Any thread. Errors: NotFound, Invalid for pipes, devices and unreadable names, TooLarge beyond options.fileBytes,
/// 10,000 files or 32 levels, Cancelled.
Result<RawEvidence> packFolder(const QString &path, const ImportOptions &options = {});
/// A file opened, or a folder packed. Refuses what is neither before opening it.
Result<RawEvidence> openEvidence(const QString &path, const ImportOptions &options = {});

} // namespace countersign
