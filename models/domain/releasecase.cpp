// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/releasecase.h"

namespace countersign {

using namespace Qt::StringLiterals;

QMap<QString, QString> ReleaseCase::excludedPeople() const
{
    QMap<QString, QString> out;
    for (const auto &entry : evaluations)
        out.insert(entry.record.importedBy, u"brought in the evidence '%1'"_s.arg(entry.record.title));
    for (const auto &entry : cards)
        out.insert(entry.record.author, u"wrote the model card"_s);
    out.insert(version.author, u"is the author of this version"_s);
    out.insert(request.requestedBy, u"requested it"_s);
    out.remove(QString());
    return out;
}

const Person *ReleaseCase::person(const QString &name) const
{
    const auto it = std::find_if(people.begin(), people.end(), [&](const Person &p) { return p.name == name; });
    return it == people.end() ? nullptr : &*it;
}

} // namespace countersign
