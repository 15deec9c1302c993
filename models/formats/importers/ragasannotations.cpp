// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "formats/counted.h"
#include "formats/jsonwalk.h"

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Report = EvaluationReport;
using Node = JsonTree::Node;

namespace {

/// Reads what people said of a metric's judgements: {"metric": [{metric_input, metric_output, prompts, is_accepted}]}.
class RagasAnnotationReader
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit RagasAnnotationReader(const ImportInput &input) : m_draft(input.options, u"ragas-annotations"_s, u"ragas"_s), m_walk(input, m_draft.warnings) {}

    Result<Imported> read()
    {
        m_walk.members([&](const QString &metric) { readMetric(metric.left(400)); });
        if (const auto problem = m_walk.finish())
            return *problem;
        if (m_draft.report.reviews.isEmpty())
            return Error{Error::Code::Invalid, tr("The file holds no annotation.")};
        m_draft.warnings.add(u"modelUnknown"_s, tr("The file does not say which model was evaluated."));
        m_draft.warnings.add(u"reviewerUnknown"_s, tr("The file does not say who annotated."));
        return m_draft.take();
    }

private:
    struct Counts
    {
        RunningMean output;
        qint64 all = 0, accepted = 0, edited = 0, undecided = 0;
    };

    void readMetric(const QString &metric)
    {
        Counts counts;
        const QString pointer = childPointer({}, metric);
        m_walk.elements([&](qint64 index) {
            const JsonTree tree = m_walk.tree();
            if (tree.root().isObject())
                readAnnotation(metric, index, tree.root(), counts);
            else if (tree.root())
                m_draft.notUnderstood(tree.root().pointer());
        });
        if (counts.all > 0)
            addResults(metric, counts, pointer);
    }

    static QString reasonOf(Node prompts)
    {
        for (const Node prompt : prompts) {
            if (const Node reason = prompt[u"prompt_output"][u"reason"]; reason.isString())
                return clippedText(reason.text());
        }
        return {};
    }

    static bool isEdited(Node annotation)
    {
        for (const Node prompt : annotation[u"prompts"]) {
            const Node edited = prompt[u"edited_output"];
            if (edited && edited.kind() != JsonTree::Kind::Null)
                return true;
        }
        const Node own = annotation[u"edited_output"];
        return own && own.kind() != JsonTree::Kind::Null;
    }

    void readAnnotation(const QString &metric, qint64 index, Node annotation, Counts &counts)
    {
        const Node input = annotation[u"metric_input"];
        const std::optional<bool> accepted = annotation[u"is_accepted"].boolean();
        const bool edited = isEdited(annotation);
        ++counts.all;
        counts.accepted += accepted.value_or(false);
        counts.undecided += !accepted;
        counts.edited += edited;
        counts.output.add(annotation[u"metric_output"].number());
        Report::Review review;
        review.item = u"%1/%2"_s.arg(metric).arg(index);
        review.question = metric;
        review.rating = annotation[u"metric_output"].text().left(200);
        review.decision = edited ? u"edit"_s : !accepted ? QString() : *accepted ? u"accept"_s : u"reject"_s;
        review.reason = reasonOf(annotation[u"prompts"]);
        if (m_draft.report.reviews.size() < 100'000)
            m_draft.report.reviews.append(review);
        if (!m_draft.findings.countSample())
            return;
        Report::Sample sample;
        sample.id = review.item;
        sample.task = metric;
        sample.input = clippedText(input.firstOf({u"user_input", u"question"}).text());
        sample.output = clippedText(input.firstOf({u"response", u"answer"}).text());
        sample.expected = clippedText(input.firstOf({u"reference", u"ground_truth"}).text());
        sample.score = annotation[u"metric_output"].number();
        sample.reason = review.reason;
        sample.pointer = annotation.pointer();
        m_draft.findings.addSample(sample);
    }

    void addResults(const QString &metric, const Counts &counts, const QString &pointer)
    {
        const auto add = [&](const QString &name, const QString &filter, double value, qint64 n) {
            Report::Metric result;
            result.suite = u"ragas"_s;
            result.task = metric;
            result.metric = name;
            result.filter = filter;
            result.n = n;
            result.pointer = pointer;
            result.category = Report::Category::Human;
            setCounted(result, value);
            m_draft.add(std::move(result));
            if (!m_draft.report.results.isEmpty() && m_draft.report.results.last().metric != metric)
                m_draft.report.results.last().category = Report::Category::Human;
        };
        const qint64 decided = counts.all - counts.undecided;
        if (decided > 0)
            add(u"acceptance_rate"_s, {}, double(counts.accepted) / double(decided), decided);
        add(u"edit_rate"_s, {}, double(counts.edited) / double(counts.all), counts.all);
        if (counts.output.n > 0)
            add(metric, u"as judged"_s, counts.output.mean(), counts.output.n);
        m_draft.warnings.add(u"annotations"_s, tr("“%1”: %2 annotations, %3 accepted, %4 edited.").arg(metric).arg(counts.all).arg(counts.accepted).arg(counts.edited), pointer);
        if (counts.undecided > 0)
            m_draft.warnings.add(u"undecided"_s, tr("%1 annotations of “%2” say neither yes nor no.").arg(counts.undecided).arg(metric), pointer);
    }

    ReportDraft m_draft;
    JsonWalk m_walk;
};

class RagasAnnotations final : public Importer
{
public:
    QString id() const override { return u"ragas-annotations"_s; }
    QString title() const override { return QCoreApplication::translate("Import", "Ragas annotations"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"\"metric_input\""}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        if (!tree.root().isObject())
            return Match::No;
        for (const Node metric : tree.root()) {
            const Node first = metric.at(0);
            if (first[u"metric_input"] && first.firstOf({u"metric_output", u"is_accepted", u"prompts"}))
                return Match::Sure;
        }
        return Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return RagasAnnotationReader(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> ragasannotationsImporter()
{
    return std::make_unique<RagasAnnotations>();
}

} // namespace countersign
