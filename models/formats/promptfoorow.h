// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/jsonreader.h"

#include <optional>
#include <vector>

namespace countersign {

/// One row of promptfoo's results: one prompt, one target, one test. Holds only what the report is made of; texts stay
/// UTF-8 until somebody wants to see them, because most rows are only counted.
struct PromptfooRow
{
    struct Assertion
    {
        QByteArray type, metric, value, reason;
        std::optional<double> threshold;
        std::optional<bool> pass;
    };
    struct Named
    {
        QByteArray name;
        std::optional<double> value; ///< none where the file has no finite number
    };
    QByteArray id, provider, label, prompt, promptLabel, output, error, reason;
    QByteArray plugin, severity, strategy;
    std::optional<bool> success;
    std::optional<double> score, latency, cost;
    qint64 failureReason = -1, promptIndex = -1, testIndex = -1; ///< -1: the file does not say
    bool graded = false, answered = false, hasError = false;
    /// False: nobody will look at the texts unless the row fails. Set before reading.
    bool textsWanted = true;
    bool gradedPass = false; ///< the grader passed it, as far as has been read
    std::vector<Named> named;
    std::vector<Assertion> assertions;
    /// Short variables and metadata, which make slices.
    std::vector<std::pair<QByteArray, QByteArray>> labels;
    qint64 line = 0;

    /// Failed for a reason that is not the model's answer.
    [[nodiscard]] bool isError() const;
    [[nodiscard]] bool skipsTexts() const { return !textsWanted && gradedPass; }
    [[nodiscard]] const QByteArray &target() const { return label.isEmpty() ? provider : label; }
};

/// Reads the object whose StartObject was the reader's last event. False when the reader failed.
bool readPromptfooRow(JsonReader &json, PromptfooRow &row, bool textsWanted = true);
/// A scalar or a small value behind the reader's last key as a text.
QByteArray promptfooText(JsonReader &json);

} // namespace countersign
