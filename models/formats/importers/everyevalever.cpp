// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/everyevaleverrecord.h"
#include "formats/jsonwalk.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

class EveryEvalEver final : public Importer
{
public:
    QString id() const override { return u"every-eval-ever"_s; }
    QString title() const override { return QCoreApplication::translate("Import", "Every Eval Ever record"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"\"evaluation_results\""}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const JsonTree::Node root = tree.root();
        const bool record = root[u"schema_version"].isString() && root[u"evaluation_results"].isArray()
            && (root[u"model_info"].isObject() || root[u"evaluation_id"].isString());
        return record ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return readEveryEvalEver(input); }
};

} // namespace

std::unique_ptr<const Importer> everyevaleverImporter()
{
    return std::make_unique<EveryEvalEver>();
}

} // namespace countersign
