// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "documents/pageflow.h"

#include <QDateTime>

namespace countersign {

/// How a document is printed.
struct PaperOptions
{
    QDateTime created;          ///< stands in the file; the same pages and time give the same bytes
    QString software;           ///< "Countersign 0.1.0"
    std::stop_token stop = {};
    std::function<void(int done, int of)> progress = {}; ///< pages, on the calling thread
};

/// What stands around every page.
struct PaperFrame
{
    QString title;       ///< of the file
    QString left, right; ///< in the header
    QString footer;
};

/// Prints the pages as a PDF (1.4): A4, fonts embedded, nothing to load and nothing to run. Unsupported without a
/// QGuiApplication, Cancelled when asked to stop. Any thread.
Result<QByteArray> printPages(const PageFlow &flow, const PaperFrame &frame, const PaperOptions &options);

} // namespace countersign
