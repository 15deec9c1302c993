// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/workspace.h"

namespace countersign {

void Workspace::storeBlob(const QByteArray &, QObject *, std::function<void(Result<QString>)> done)
{
    done(Error{Error::Code::Unsupported, tr("This workspace takes no files.")});
}

void Workspace::revisions(const QString &, const QString &, QObject *, std::function<void(Result<QList<RecordRevision>>)> done)
{
    done(Error{Error::Code::Unsupported, tr("This workspace keeps no earlier revisions.")});
}

} // namespace countersign
