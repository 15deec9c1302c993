// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cards/cardlabels.h"

#include "formats/cardmapping.h"

#include <QHash>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// Where the id with blanks for underscores and a capital would not read well.
QHash<QString, QString> madeLabels()
{
    QHash<QString, QString> out{
        {u"model_name"_s, u"Name"_s},           {u"model_id"_s, u"Identifier"_s},      {u"purl"_s, u"Package URL"_s},
        {u"cpe"_s, u"CPE"_s},                   {u"spdx_id"_s, u"SPDX id"_s},          {u"url"_s, u"Link"_s},
        {u"email"_s, u"E-mail"_s},              {u"license"_s, u"Licence"_s},          {u"licence"_s, u"Licence"_s},
        {u"concluded_license"_s, u"Concluded licence"_s},                              {u"alg"_s, u"Algorithm"_s},
        {u"co2"_s, u"CO₂ equivalent"_s},        {u"co2_unit"_s, u"CO₂ unit"_s},        {u"co2_offset"_s, u"CO₂ offset"_s},
        {u"party"_s, u"Person or organisation"_s}, {u"lower"_s, u"Lower bound"_s},     {u"upper"_s, u"Upper bound"_s},
        {u"of"_s, u"Of consumption"_s},         {u"model_package_arn"_s, u"Model package ARN"_s},
        {u"training_job"_s, u"Training job"_s}, {u"energyProvider"_s, u"Energy provider"_s},
        {u"x_axis"_s, u"X axis"_s},             {u"y_axis"_s, u"Y axis"_s},            {u"card_arn"_s, u"Card ARN"_s},
        {u"purpose"_s, u"Purpose of the model"_s}, {u"user"_s, u"Intended user"_s},    {u"task"_s, u"Task"_s},
        {u"sensitive"_s, u"Sensitive data"_s},  {u"facets"_s, u"Facets"_s},            {u"metric_type"_s, u"Metric"_s},
        {u"efficiency_factors"_s, u"Factors affecting the model's efficiency"_s},
        {u"assessment"_s, u"Fairness assessment"_s}, {u"group_at_risk"_s, u"Group at risk"_s},
        {u"sensitive_personal_information"_s, u"Uses sensitive personal information"_s},
        {u"input_format"_s, u"Input format"_s}, {u"output_format"_s, u"Output format"_s},
    };
    for (const FrontMatterField &field : frontMatterFields())
        out.insert(field.key, field.label);
    return out;
}

} // namespace

QString cardLabel(const QString &id)
{
    static const QHash<QString, QString> known = madeLabels();
    if (const auto it = known.find(id); it != known.end())
        return *it;
    if (id.isEmpty() || !id.at(0).isLower() || id.contains(u' ') || id.contains(u'.') || id.contains(u':'))
        return id;
    QString out = id;
    out.replace(u'_', u' ');
    out[0] = out.at(0).toUpper();
    return out;
}

} // namespace countersign
