// SPDX-License-Identifier: GPL-3.0-or-later
#include "sampledata.h"

#include "formats/evidencereader.h"
#include "server/sample/fill.h"

#include <cstdio>

namespace countersign {

using namespace Qt::StringLiterals;

Result<void> prepareSample(const ServerOptions &options)
{
    const auto store = Store::open(options.folder);
    if (!store)
        return store.error();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto records = (*store)->count(u"model"_s);
    if (!records)
        return records.error();
    if (*records > 0 && !sample::isSample(options.folder))
        return {Error::Code::Refused, u"This folder holds data that is no sample; choose another one."_s};
    if (*records == 0) {
        sample::FillOptions fill;
        fill.now = now;
        fill.models = options.sampleModels;
        fill.versionsEach = options.sampleVersions;
        fill.readEvidence = evidenceReader();
        fill.progress = [](const QString &sentence) { std::fprintf(stderr, "Making the sample: %s\n", qPrintable(sentence)); };
        if (const auto filled = sample::fill(**store, options.folder, fill); !filled)
            return filled;
    }
    return sample::issuePeopleKeys(**store, options.folder, now);
}

} // namespace countersign
