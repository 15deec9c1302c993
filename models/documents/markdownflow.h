// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "documents/pageflow.h"

namespace countersign {

/// Sets a stranger's Markdown (CommonMark): headings, lists, emphasis and code are set as such. HTML is printed as the
/// text it is, a link is followed by where it leads, an image is named and never loaded. Texts beyond 64 kB are set as
/// they are written.
void flowMarkdown(PageFlow &flow, const QString &markdown, double indent = 0);

} // namespace countersign
