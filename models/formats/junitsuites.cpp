// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/junitsuites.h"

#include "formats/redactedconfiguration.h"
#include "formats/timestamps.h"

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;

namespace {

constexpr std::size_t junitDepth = 256;
constexpr qsizetype junitProperties = 500;
constexpr qsizetype junitText = 64 * 1024;

/// "1,234.5" is how some locales write a time.
double junitSeconds(const QString &text)
{
    bool good = false;
    const double seconds = QString(text).remove(u',').toDouble(&good);
    return good && std::isfinite(seconds) && seconds >= 0 ? seconds : 0;
}

} // namespace

JUnitReader::Counts &JUnitReader::Counts::operator+=(const Counts &other)
{
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
    suiteErrors += other.suiteErrors;
    time += other.time;
    return *this;
}

JUnitReader::JUnitReader(const ImportInput &input, ReportDraft &draft) : m_input(input), m_draft(draft), m_xml(input.device)
{
    m_xml.setEntityExpansionLimit(0);
    m_xml.setNamespaceProcessing(false);
}

QString JUnitReader::attribute(QLatin1StringView name) const
{
    return m_xml.attributes().value(name).toString();
}

std::optional<qint64> JUnitReader::countAttribute(QLatin1StringView name) const
{
    bool good = false;
    const qint64 count = attribute(name).trimmed().toLongLong(&good);
    return good && count >= 0 ? std::optional(count) : std::nullopt;
}

QString JUnitReader::place() const
{
    return u"line %1"_s.arg(m_xml.lineNumber());
}

std::optional<Error> JUnitReader::read()
{
    while (!m_xml.atEnd()) {
        if (m_input.options.stop.stop_requested())
            return Error{Error::Code::Cancelled, tr("Cancelled.")};
        switch (m_xml.readNext()) {
        case QXmlStreamReader::DTD:
        case QXmlStreamReader::EntityReference:
            return Error{Error::Code::Invalid,
                         tr("Line %1: the file declares a document type or uses entities, which may reach for other files; it is refused.").arg(m_xml.lineNumber())};
        case QXmlStreamReader::StartElement:
            readElement();
            break;
        case QXmlStreamReader::EndElement:
            if (m_case && m_xml.qualifiedName() == "testcase"_L1)
                endCase();
            else if (!m_open.empty() && (m_xml.qualifiedName() == "testsuite"_L1 || m_xml.qualifiedName() == "testsuites"_L1))
                endSuite();
            break;
        default:
            break;
        }
        if (m_open.size() > junitDepth)
            return Error{Error::Code::TooLarge, tr("Line %1: suites are nested deeper than %2.").arg(m_xml.lineNumber()).arg(junitDepth)};
    }
    if (m_xml.hasError())
        return Error{Error::Code::Invalid, tr("Line %1, column %2: %3").arg(m_xml.lineNumber()).arg(m_xml.columnNumber()).arg(m_xml.errorString())};
    if (m_suites == 0 && m_all.tests == 0)
        return Error{Error::Code::Invalid, tr("The file holds no test suite.")};
    m_draft.report.run.configuration = m_properties;
    if (m_all.suiteErrors > 0) {
        m_draft.report.completeness = Report::Completeness::Partial;
        m_draft.warnings.add(u"suiteErrors"_s, tr("%1 suites failed as a whole, so tests of theirs may not have run.").arg(m_all.suiteErrors));
    }
    return {};
}

void JUnitReader::readElement()
{
    const auto name = m_xml.qualifiedName();
    if (name == "testsuites"_L1)
        beginSuite(true);
    else if (name == "testsuite"_L1)
        beginSuite(false);
    else if (name == "testcase"_L1 && !m_open.empty())
        beginCase();
    else if (name == "failure"_L1 || name == "error"_L1 || name == "skipped"_L1)
        readOutcome();
    else if (name == "property"_L1)
        readProperty();
    else if (name == "system-out"_L1 || name == "system-err"_L1 || name.startsWith("flaky"_L1) || name.startsWith("rerun"_L1))
        m_xml.skipCurrentElement(); // what failed before it passed is a pass
    else if (name != "properties"_L1)
        m_draft.notUnderstood(place());
}

void JUnitReader::beginSuite(bool root)
{
    Suite suite;
    suite.root = root;
    suite.name = attribute("name"_L1).left(400);
    suite.pointer = place();
    suite.claimedTests = countAttribute("tests"_L1);
    suite.claimedFailures = countAttribute("failures"_L1);
    suite.claimedErrors = countAttribute("errors"_L1);
    if (const QString time = attribute("timestamp"_L1); !time.isEmpty() && !m_draft.report.run.startedAt.isValid())
        m_draft.report.run.startedAt = readTime(time, place(), m_draft.warnings);
    m_suites += !root;
    m_open.push_back(std::move(suite));
}

void JUnitReader::beginCase()
{
    m_case = decltype(m_case)::value_type();
    m_case->name = attribute("name"_L1).left(400);
    m_case->className = attribute("classname"_L1).left(400);
    m_case->time = attribute("time"_L1).left(40);
    m_case->pointer = place();
}

QString JUnitReader::boundedText()
{
    // A stack trace may be long; only its beginning is shown.
    QString text;
    for (int depth = 1; depth > 0 && !m_xml.atEnd();) {
        switch (m_xml.readNext()) {
        case QXmlStreamReader::Characters:
            if (text.size() < junitText)
                text += m_xml.text().left(junitText);
            break;
        case QXmlStreamReader::StartElement:
            ++depth;
            break;
        case QXmlStreamReader::EndElement:
            --depth;
            break;
        case QXmlStreamReader::EntityReference:
            m_xml.raiseError(tr("entities are refused"));
            break;
        default:
            break;
        }
    }
    return text;
}

void JUnitReader::readOutcome()
{
    const bool error = m_xml.qualifiedName() == "error"_L1, skipped = m_xml.qualifiedName() == "skipped"_L1;
    const QString type = attribute("type"_L1).left(200), message = attribute("message"_L1), pointer = place();
    const QString text = boundedText().trimmed();
    const QString reason = clippedText(message.isEmpty() || text.contains(message) ? text : message + u'\n' + text);
    if (m_case) {
        m_case->error |= error;
        m_case->skipped |= skipped;
        m_case->failed |= !error && !skipped;
        if (m_case->reason.isEmpty() && !skipped) {
            m_case->reason = reason;
            m_case->type = type;
        }
        return;
    }
    if (m_open.empty() || skipped)
        return;
    Suite &suite = m_open.back();
    ++suite.own.suiteErrors;
    ++(error ? suite.own.errors : suite.own.failures);
    Report::Example example;
    example.id = suite.name;
    example.reason = reason;
    m_draft.findings.fail(suite.name, tr("whole suite: %1").arg(type.isEmpty() ? tr("error") : type), u"unknown"_s, example);
}

void JUnitReader::endCase()
{
    const Case test = *std::exchange(m_case, std::nullopt);
    Suite &suite = m_open.back();
    ++suite.own.tests;
    suite.own.time += junitSeconds(test.time);
    suite.own.errors += test.error;
    suite.own.failures += test.failed && !test.error;
    suite.own.skipped += test.skipped && !test.failed && !test.error;
    const bool bad = test.failed || test.error;
    const QString id = test.className.isEmpty() ? test.name : test.className + u'.' + test.name;
    if (bad) {
        const QString mode = !test.type.isEmpty() ? test.type : test.error ? tr("error") : tr("failure");
        Report::Example example;
        example.id = id;
        example.reason = test.reason;
        m_draft.findings.fail(suite.name, mode, u"unknown"_s, example);
    }
    if (!m_draft.findings.countSample())
        return;
    Report::Sample sample;
    sample.id = id;
    sample.task = suite.name;
    sample.verdict = bad ? Report::Verdict::Fail : test.skipped ? Report::Verdict::None : Report::Verdict::Pass;
    sample.reason = test.skipped && !bad ? tr("skipped") : test.reason;
    sample.pointer = test.pointer;
    m_draft.findings.addSample(sample);
}

/// There is no rule for figures in JUnit files; many write them as properties.
void JUnitReader::readProperty()
{
    const QString name = attribute("name"_L1).left(400);
    const QString pointer = place();
    QString value = attribute("value"_L1);
    const bool inCase = m_case.has_value();
    if (value.isEmpty())
        value = boundedText().trimmed();
    if (name.isEmpty() || m_open.empty())
        return;
    Report::Metric metric;
    setValue(metric, value.toUtf8());
    const bool number = metric.valueState != Report::ValueState::Missing && metric.valueState != Report::ValueState::Error;
    // "java.class.version" describes the machine.
    if (number && (inCase || !name.contains(u'.')) && m_draft.report.results.size() < m_input.options.results) {
        metric.suite = u"junit"_s;
        metric.task = inCase ? m_case->className + u'.' + m_case->name : m_open.back().name;
        metric.metric = name;
        metric.filter = u"property"_s;
        metric.pointer = pointer;
        m_draft.add(std::move(metric));
    } else if (m_properties.size() < junitProperties) {
        m_properties.insert(name, isSecretName(name) ? u"(removed)"_s : redactedText(value.left(2000)));
    }
}

void JUnitReader::endSuite()
{
    const Suite suite = std::move(m_open.back());
    m_open.pop_back();
    Counts whole = suite.own;
    whole += suite.nested;
    check(suite);
    if (suite.own.tests > 0)
        m_draft.findings.setOf(suite.name, {}, suite.own.tests);
    if (m_open.empty()) {
        m_all += whole;
        Suite all = suite;
        all.name = tr("all tests");
        addSuite(all, whole);
        if (!suite.root && suite.own.tests > 0 && suite.nested.tests > 0)
            addSuite(suite, suite.own);
        return;
    }
    m_open.back().nested += whole;
    if (suite.own.tests > 0)
        addSuite(suite, suite.own);
}

/// Some tools count a suite's own tests, others those of its suites as well; only what is neither contradicts.
void JUnitReader::check(const Suite &suite)
{
    Counts whole = suite.own;
    whole += suite.nested;
    const auto differs = [](std::optional<qint64> claimed, qint64 own, qint64 all) { return claimed && *claimed != own && *claimed != all; };
    if (!differs(suite.claimedTests, suite.own.tests, whole.tests) && !differs(suite.claimedFailures, suite.own.failures, whole.failures)
        && !differs(suite.claimedErrors, suite.own.errors, whole.errors))
        return;
    m_draft.warnings.add(u"contradiction"_s,
                         tr("“%1” claims %2 tests, %3 failures, %4 errors; counted are %5, %6 and %7. The count is used.")
                             .arg(suite.name).arg(suite.claimedTests.value_or(0)).arg(suite.claimedFailures.value_or(0)).arg(suite.claimedErrors.value_or(0))
                             .arg(whole.tests).arg(whole.failures).arg(whole.errors),
                         suite.pointer);
    if (suite.claimedTests && *suite.claimedTests > whole.tests) {
        m_draft.report.completeness = Report::Completeness::Partial;
        m_draft.warnings.add(u"testsMissing"_s, tr("%1 of %2 tests are in the file.").arg(whole.tests).arg(*suite.claimedTests), suite.pointer);
    }
}

void JUnitReader::addSuite(const Suite &suite, const Counts &counts)
{
    Report::Metric share;
    share.suite = u"junit"_s;
    share.task = suite.name;
    share.metric = u"pass_rate"_s;
    share.pointer = suite.pointer;
    const qint64 bad = std::min(counts.failures + counts.errors - counts.suiteErrors, counts.run());
    share.n = counts.run();
    if (counts.run() > 0)
        setCounted(share, double(counts.run() - bad) / double(counts.run()));
    share.verdict = counts.failures + counts.errors > 0 ? Report::Verdict::Fail : counts.run() > 0 ? Report::Verdict::Pass : Report::Verdict::None;
    m_draft.add(std::move(share));
    if (counts.skipped > 0)
        m_draft.warnings.add(u"skipped"_s, tr("“%1”: %2 of %3 tests were skipped and are not counted.").arg(suite.name).arg(counts.skipped).arg(counts.tests), suite.pointer);
    if (counts.time <= 0)
        return;
    Report::Metric time;
    time.suite = u"junit"_s;
    time.task = suite.name;
    time.metric = u"time"_s;
    time.pointer = suite.pointer;
    time.n = counts.tests;
    setCounted(time, counts.time);
    m_draft.add(std::move(time));
}

} // namespace countersign
