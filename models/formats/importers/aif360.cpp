// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/jsonwalk.h"
#include "formats/reportdraft.h"

#include <QSet>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Metric = EvaluationReport::Metric;
using State = EvaluationReport::ValueState;
using Node = JsonTree::Node;

namespace {

QString aifText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

/// The limits of the published fairness check (Kubeflow's component and AIF360's demonstrations): the file names the
/// metrics, its tool decides with these.
struct CheckLimit
{
    QLatin1StringView metric;
    double limit;
    bool ratio;
};
constexpr CheckLimit checkLimits[] = {{"statistical parity difference"_L1, 0.1, false}, {"disparate impact"_L1, 0.8, true},
                                      {"equal opportunity difference"_L1, 0.1, false},  {"average odds difference"_L1, 0.1, false},
                                      {"false negative rate difference"_L1, 0.1, false}};

/// Which counts beside an explanation give a share of each group, and how the shares make the metric.
struct GroupShare
{
    QLatin1StringView metric, part, of, share;
    bool ratio;
};
constexpr GroupShare groupShares[] = {
    {"statistical parity difference"_L1, "numPositives"_L1, "numInstances"_L1, "selection_rate"_L1, false},
    {"disparate impact"_L1, "numPositivePredictions"_L1, "num"_L1, "selection_rate"_L1, true},
    {"mean difference"_L1, "numPositives"_L1, "numInstances"_L1, "base_rate"_L1, false},
    {"true positive rate difference"_L1, "numTruePositives"_L1, "numPositives"_L1, "true_positive_rate"_L1, false},
    {"false negative rate difference"_L1, "numFalseNegatives"_L1, "numPositives"_L1, "false_negative_rate"_L1, false},
    {"false positive rate difference"_L1, "numFalsePositives"_L1, "numNegatives"_L1, "false_positive_rate"_L1, false},
};

bool isCheckName(const QString &key)
{
    const QString name = key.toLower();
    return std::any_of(std::begin(checkLimits), std::end(checkLimits), [&](const CheckLimit &it) { return name == it.metric; })
        || name == u"theil index" || name == u"balanced classification accuracy";
}

bool isExplanation(Node item)
{
    return item[u"metric"].isString() && item[u"message"].isString() && (item[u"ideal"] || item[u"description"]);
}

/// The number at the end of an explanation: behind the last ": ", perhaps in brackets as NumPy prints a list of one.
QString lastNumber(const QString &message)
{
    const qsizetype colon = message.lastIndexOf(u": ");
    QString text = (colon < 0 ? message : message.sliced(colon + 2)).trimmed();
    if (text.startsWith(u'[') && text.endsWith(u']') && !text.contains(u','))
        text = text.sliced(1, text.size() - 2).trimmed();
    if (text.endsWith(u'.') && text.size() > 1 && !text.chopped(1).contains(u'.') && text.at(text.size() - 2).isDigit())
        text.append(u'0'); // NumPy writes 1.0 as "1."
    return text;
}

class Aif360Reader
{
public:
    explicit Aif360Reader(const ImportInput &input) : m_draft(input.options, u"aif360"_s, u"aif360"_s), m_walk(input, m_draft.warnings) {}

    Result<Imported> read()
    {
        const Event root = m_walk.open();
        if (root == Event::StartArray)
            m_walk.elements([this](qint64) { readItem(m_walk.tree({.nodes = 10'000})); });
        else if (root == Event::StartObject)
            readObject(m_walk.tree({.nodes = 50'000}).root());
        else
            m_walk.refuse(aifText("AIF360's explanations are a list of objects, its check one object of numbers."));
        if (const std::optional<Error> problem = m_walk.finish())
            return *problem;
        if (m_explained + m_checked == 0)
            return Error{Error::Code::Invalid, aifText("The file explains no metric and names none of the fairness check.")};
        m_draft.warnings.add(u"signConvention"_s, aifText("Differences are unprivileged minus privileged, ratios unprivileged to privileged. The file does "
                                                          "not say which groups these are."));
        if (m_computed)
            m_draft.warnings.add(u"computedHere"_s, aifText("The groups' shares are computed here, from the counts beside the explanations."));
        if (m_checked > 0)
            m_draft.warnings.add(u"limitsOfTheTool"_s, aifText("The limits are those of the published check; the file holds only the values."));
        return m_draft.take();
    }

private:
    void readObject(Node root)
    {
        if (isExplanation(root))
            return addExplanation(root);
        for (const Node member : root) {
            if (isExplanation(member))
                addExplanation(member);
            else if (member.isContainer())
                m_draft.notUnderstood(member.pointer());
            else
                addChecked(member);
        }
    }

    /// The explainer returns texts, so some lists hold the JSON of each explanation as a string.
    void readItem(const JsonTree &item)
    {
        const Node root = item.root();
        if (root.isString()) {
            const JsonTree inner = JsonTree::fromText(root.bytes(), root.pointer());
            if (isExplanation(inner.root()))
                return addExplanation(inner.root());
        }
        if (isExplanation(root))
            addExplanation(root);
        else
            m_draft.notUnderstood(root.pointer());
    }

    void addChecked(Node value)
    {
        Metric metric;
        metric.metric = value.key();
        m_draft.setFrom(metric, value);
        for (const CheckLimit &check : checkLimits) {
            if (value.key().toLower() != check.metric)
                continue;
            // A two-sided limit is told by the side the value is on.
            const bool below = metric.valueState == State::Finite && metric.value < 0;
            const bool good = check.ratio ? metric.value >= check.limit : std::abs(metric.value) <= check.limit;
            metric.threshold = {check.ratio || below ? u">="_s : u"<="_s, check.ratio || !below ? check.limit : -check.limit, u"producer"_s};
            metric.verdict = metric.valueState != State::Finite ? EvaluationReport::Verdict::Indeterminate
                : good                                          ? EvaluationReport::Verdict::Pass
                                                                : EvaluationReport::Verdict::Fail;
        }
        m_checked += isCheckName(value.key());
        m_draft.add(std::move(metric));
    }

    void addExplanation(Node item)
    {
        ++m_explained;
        Metric metric;
        metric.metric = item[u"metric"].text().left(400);
        const QString text = lastNumber(item[u"message"].text());
        setValue(metric, text.toUtf8());
        metric.pointer = item[u"message"].pointer();
        if (metric.valueState == State::Error)
            m_draft.warnings.add(u"notANumber"_s, aifText("The sentence about “%1” does not end with a number.").arg(metric.metric), metric.pointer);
        const QString same = metric.metric + u'\n' + metric.valueText;
        if (m_seen.contains(same)) // equal opportunity is the true positive rate difference under another name
            return;
        m_seen.insert(same);
        if (m_names.contains(metric.metric))
            m_draft.warnings.add(u"contradiction"_s, aifText("“%1” is explained twice, with different values.").arg(metric.metric), metric.pointer);
        if (m_names.contains(metric.metric))
            metric.flags.append(u"contradiction"_s);
        m_names.insert(metric.metric);
        addGroups(item, metric);
        addConfusion(item, metric);
        m_draft.add(std::move(metric));
    }

    static std::optional<qint64> number(Node item, const QString &name)
    {
        return item[name].count();
    }

    void addGroups(Node item, Metric &metric)
    {
        const QString name = metric.metric.toLower();
        for (const GroupShare &rule : groupShares) {
            if (name != rule.metric)
                continue;
            std::optional<double> shares[2];
            for (const bool privileged : {false, true})
                shares[privileged] = addGroup(item, rule, privileged ? u"Privileged"_s : u"Unprivileged"_s);
            if (!shares[0] || !shares[1] || metric.valueState != State::Finite)
                return;
            const double again = rule.ratio ? *shares[0] / *shares[1] : *shares[0] - *shares[1];
            if (std::isfinite(again) && std::abs(again - metric.value) > 1e-6) {
                metric.flags.append(u"contradiction"_s);
                m_draft.warnings.add(u"contradiction"_s, aifText("“%1” is given as %2; the counts beside it give %3.").arg(metric.metric, metric.valueText).arg(again),
                                     metric.pointer);
            }
        }
    }

    std::optional<double> addGroup(Node item, const GroupShare &rule, const QString &group)
    {
        QString part = rule.part + group;
        // AIF360 0.6 names the false positives of the privileged group wrongly.
        if (rule.share == "false_positive_rate"_L1 && !item[part])
            part = u"numPositives"_s + group;
        const std::optional<qint64> count = number(item, part), of = number(item, rule.of + group);
        if (!count || !of || *of == 0 || *count > *of)
            return {};
        const double value = double(*count) / double(*of);
        const QString key = rule.share + group;
        if (m_groups.contains(key))
            return value;
        m_groups.insert(key);
        Metric share;
        share.metric = rule.share;
        share.slice = {{u"group"_s, group.toLower()}};
        share.pointer = item[part].pointer();
        ReportDraft::setComputed(share, value);
        share.n = *of;
        flagSmallGroup(share);
        m_computed = true;
        m_draft.add(std::move(share));
        return value;
    }

    void addConfusion(Node item, Metric &metric)
    {
        const auto count = [&](const QString &name) { return number(item, name); };
        const auto matrix = [&](const QString &group) -> std::optional<EvaluationReport::Confusion> {
            const auto truePositives = count(u"numTruePositives"_s + group), trueNegatives = count(u"numTrueNegatives"_s + group);
            const auto positives = count(u"numPositives"_s + group) ? count(u"numPositives"_s + group) : count(u"numPositive"_s + group);
            const auto negatives = count(u"numNegatives"_s + group) ? count(u"numNegatives"_s + group) : count(u"numNegative"_s + group);
            if (!truePositives || !trueNegatives || !positives || !negatives || *truePositives > *positives || *trueNegatives > *negatives)
                return {};
            EvaluationReport::Confusion out;
            out.labels = {u"unfavourable"_s, u"favourable"_s};
            out.counts = {{double(*trueNegatives), double(*negatives - *trueNegatives)}, {double(*positives - *truePositives), double(*truePositives)}};
            out.pointer = item.pointer();
            if (!group.isEmpty())
                out.slice = {{u"group"_s, group.toLower()}};
            else
                metric.n = *positives + *negatives;
            return out;
        };
        for (const QString &group : {u""_s, u"Unprivileged"_s, u"Privileged"_s}) {
            const std::optional<EvaluationReport::Confusion> confusion = matrix(group);
            if (confusion && !m_matrices.contains(group)) {
                m_matrices.insert(group);
                m_draft.report.confusions.append(*confusion);
            }
        }
    }

    ReportDraft m_draft;
    JsonWalk m_walk;
    QSet<QString> m_seen, m_names, m_groups, m_matrices;
    qint64 m_explained = 0, m_checked = 0;
    bool m_computed = false;
};

class Aif360 final : public Importer
{
public:
    QString id() const override { return u"aif360"_s; }
    QString title() const override { return aifText("AIF360 explanations or fairness check"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"message", "isparate impact", "parity difference"}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const Node root = tree.root(), first = root.isArray() ? root.at(0) : root;
        if (first.isString())
            return isExplanation(JsonTree::fromText(first.bytes()).root()) ? Match::Sure : Match::No;
        if (isExplanation(first))
            return first[u"ideal"] ? Match::Sure : Match::Possible;
        qsizetype named = 0, explained = 0, others = 0;
        for (const Node member : root.isObject() ? root : Node()) {
            named += isCheckName(member.key()) && !member.isContainer();
            explained += isExplanation(member);
            others += member.isContainer();
        }
        return explained > 0 || (named >= 3 && others == 0) ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return Aif360Reader(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> aif360Importer()
{
    return std::make_unique<Aif360>();
}

} // namespace countersign
