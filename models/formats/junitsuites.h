// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/counted.h"

#include <QXmlStreamReader>

namespace countersign {

/// Reads JUnit XML with a pull parser. Document types are refused before anything in them is looked at, nothing is
/// expanded, and what stands in an attribute "tests" is only compared with what is there.
class JUnitReader
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    JUnitReader(const ImportInput &input, ReportDraft &draft);
    [[nodiscard]] std::optional<Error> read();

private:
    struct Counts
    {
        qint64 tests = 0, failures = 0, errors = 0, skipped = 0, suiteErrors = 0;
        double time = 0;
        Counts &operator+=(const Counts &other);
        [[nodiscard]] qint64 run() const { return tests - skipped; }
    };
    struct Suite
    {
        QString name, pointer;
        Counts own, nested;
        std::optional<qint64> claimedTests, claimedFailures, claimedErrors;
        bool root = false;
    };
    struct Case
    {
        QString name, className, time, reason, type, pointer;
        bool failed = false, error = false, skipped = false;
    };

    void readElement();
    void beginSuite(bool root);
    void endSuite();
    void beginCase();
    void endCase();
    void readOutcome();
    void readProperty();
    QString boundedText();
    void addSuite(const Suite &suite, const Counts &counts);
    void check(const Suite &suite);
    [[nodiscard]] QString attribute(QLatin1StringView name) const;
    [[nodiscard]] std::optional<qint64> countAttribute(QLatin1StringView name) const;
    [[nodiscard]] QString place() const;

    const ImportInput &m_input;
    ReportDraft &m_draft;
    QXmlStreamReader m_xml;
    std::vector<Suite> m_open;
    std::optional<Case> m_case;
    Counts m_all;
    qint64 m_suites = 0;
    QJsonObject m_properties;
};

} // namespace countersign
