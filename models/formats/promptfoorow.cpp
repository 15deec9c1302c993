// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/promptfoorow.h"

#include "base/json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;

namespace {

constexpr qsizetype labelBytes = 80;
constexpr std::size_t labelCount = 60;
constexpr std::size_t assertionCount = 200;

/// Compared in place: a long chain of these stands before every member.
inline bool isKey(QByteArrayView key, std::string_view name)
{
    return std::string_view(key.data(), std::size_t(key.size())) == name;
}

/// The number behind the last key; booleans count as 0 and 1.
std::optional<double> rowNumber(JsonReader &json)
{
    const Event event = json.next();
    std::optional<double> out;
    if (event == Event::Number && std::isfinite(json.number()))
        out = json.number();
    else if (event == Event::Bool)
        out = json.boolean() ? 1 : 0;
    json.skipValue();
    return out;
}

qint64 rowIndex(JsonReader &json)
{
    qint64 out = -1;
    if (json.next() == Event::Number)
        out = json.integer().value_or(-1);
    json.skipValue();
    return out;
}

std::optional<bool> rowBool(JsonReader &json)
{
    std::optional<bool> out;
    if (json.next() == Event::Bool)
        out = json.boolean();
    json.skipValue();
    return out;
}

/// Calls `read(key)` for each member of the object behind the last key. The view is valid until the reader goes on.
template <typename Read>
void rowMembers(JsonReader &json, Read read)
{
    if (json.next() != Event::StartObject) {
        json.skipValue();
        return;
    }
    while (json.next() == Event::Key)
        read(json.text());
}

/// `limit`: longer texts are no groups. What a run itself wrote into a row (0) makes no groups either.
void readLabels(JsonReader &json, PromptfooRow &row, qsizetype limit)
{
    std::array<char, labelBytes> kept; // the key's text goes with the next event
    rowMembers(json, [&](QByteArrayView key) {
        if (key.size() > labelBytes || key.startsWith('_')) {
            json.skipValue();
            return;
        }
        std::copy(key.begin(), key.end(), kept.begin());
        const QByteArrayView name(kept.data(), key.size());
        const Event event = json.next();
        const bool scalar = event == Event::String || event == Event::Number || event == Event::Bool;
        const QByteArrayView text = event == Event::Bool ? QByteArrayView(json.boolean() ? "true" : "false") : json.text();
        if (!scalar || text.size() > labelBytes) {
            json.skipValue();
            return;
        }
        if (isKey(name, "pluginId"))
            row.plugin = text.toByteArray();
        else if (isKey(name, "severity"))
            row.severity = text.toByteArray();
        else if (isKey(name, "strategyId"))
            row.strategy = text.toByteArray();
        if (text.size() > limit)
            return;
        for (auto &[known, value] : row.labels) {
            if (known == name) {
                value = text.toByteArray();
                return;
            }
        }
        if (row.labels.size() < labelCount)
            row.labels.emplace_back(name.toByteArray(), text.toByteArray());
    });
}

void readTestCase(JsonReader &json, PromptfooRow &row)
{
    rowMembers(json, [&](QByteArrayView key) {
        if (isKey(key, "metadata"))
            readLabels(json, row, labelBytes);
        else
            json.skipValue();
    });
}

void readAssertion(JsonReader &json, PromptfooRow::Assertion &into, bool text = true)
{
    rowMembers(json, [&](QByteArrayView key) {
        if (isKey(key, "type"))
            into.type = promptfooText(json);
        else if (isKey(key, "metric"))
            into.metric = promptfooText(json);
        else if (isKey(key, "value") && text)
            into.value = promptfooText(json);
        else if (isKey(key, "threshold"))
            into.threshold = rowNumber(json);
        else
            json.skipValue();
    });
}

void readComponents(JsonReader &json, PromptfooRow &row)
{
    if (json.next() != Event::StartArray) {
        json.skipValue();
        return;
    }
    while (json.next() != Event::EndArray && json.event() != Event::Failed) {
        if (json.event() != Event::StartObject || row.assertions.size() >= assertionCount) {
            json.skipValue();
            continue;
        }
        PromptfooRow::Assertion assertion;
        while (json.next() == Event::Key) {
            const QByteArrayView key = json.text();
            if (isKey(key, "pass"))
                assertion.pass = rowBool(json);
            else if (isKey(key, "reason") && !assertion.pass.value_or(false))
                assertion.reason = promptfooText(json);
            else if (isKey(key, "assertion"))
                readAssertion(json, assertion, row.textsWanted || !assertion.pass.value_or(false));
            else
                json.skipValue();
        }
        row.assertions.push_back(std::move(assertion));
    }
}

void readGrading(JsonReader &json, PromptfooRow &row)
{
    PromptfooRow::Assertion whole;
    rowMembers(json, [&](QByteArrayView key) {
        row.graded = true;
        if (isKey(key, "reason") && row.skipsTexts())
            json.skipValue();
        else if (isKey(key, "reason"))
            row.reason = promptfooText(json);
        else if (isKey(key, "pass"))
            row.gradedPass = (whole.pass = rowBool(json)).value_or(false);
        else if (isKey(key, "componentResults"))
            readComponents(json, row);
        else if (isKey(key, "assertion"))
            readAssertion(json, whole);
        else
            json.skipValue();
    });
    // Before 2024 a test with one assertion had no components.
    if (row.assertions.empty() && !whole.type.isEmpty())
        row.assertions.push_back(std::move(whole));
}

void readNamed(JsonReader &json, PromptfooRow &row)
{
    rowMembers(json, [&](QByteArrayView key) {
        PromptfooRow::Named named{key.toByteArray(), {}};
        named.value = rowNumber(json);
        if (row.named.size() < assertionCount)
            row.named.push_back(std::move(named));
    });
}

/// "openai:gpt-4", or {"id": …, "label": …}.
void readProvider(JsonReader &json, PromptfooRow &row)
{
    if (json.next() == Event::String) {
        row.provider = json.text().toByteArray();
        return;
    }
    if (json.event() != Event::StartObject) {
        json.skipValue();
        return;
    }
    while (json.next() == Event::Key) {
        const QByteArrayView key = json.text();
        if (isKey(key, "id"))
            row.provider = promptfooText(json);
        else if (isKey(key, "label"))
            row.label = promptfooText(json);
        else
            json.skipValue();
    }
}

void readPrompt(JsonReader &json, PromptfooRow &row)
{
    if (json.next() == Event::String) {
        row.prompt = json.text().toByteArray();
        return;
    }
    if (json.event() != Event::StartObject) {
        json.skipValue();
        return;
    }
    while (json.next() == Event::Key) {
        const QByteArrayView key = json.text();
        if (isKey(key, "raw") && row.skipsTexts())
            json.skipValue();
        else if (isKey(key, "raw"))
            row.prompt = promptfooText(json);
        else if (isKey(key, "label") || isKey(key, "display"))
            row.promptLabel = promptfooText(json);
        else
            json.skipValue();
    }
}

void readResponse(JsonReader &json, PromptfooRow &row)
{
    rowMembers(json, [&](QByteArrayView key) {
        if (isKey(key, "output") && row.skipsTexts()) {
            json.skipValue();
        } else if (isKey(key, "output")) {
            row.answered = true;
            row.output = promptfooText(json);
        } else if (isKey(key, "error")) {
            row.error = promptfooText(json);
            row.hasError = !row.error.isEmpty();
        } else {
            json.skipValue();
        }
    });
}

void readScalarMember(JsonReader &json, PromptfooRow &row, QByteArrayView key)
{
    if (isKey(key, "success"))
        row.success = rowBool(json);
    else if (isKey(key, "score"))
        row.score = rowNumber(json);
    else if (isKey(key, "latencyMs"))
        row.latency = rowNumber(json);
    else if (isKey(key, "cost"))
        row.cost = rowNumber(json);
    else if (isKey(key, "failureReason"))
        row.failureReason = rowIndex(json);
    else if (isKey(key, "promptIdx"))
        row.promptIndex = rowIndex(json);
    else if (isKey(key, "testIdx"))
        row.testIndex = rowIndex(json);
    else if (isKey(key, "id"))
        row.id = promptfooText(json);
    else if (isKey(key, "error") && row.error.isEmpty())
        row.error = promptfooText(json);
    else
        json.skipValue();
}

} // namespace

QByteArray promptfooText(JsonReader &json)
{
    switch (json.next()) {
    case Event::String:
    case Event::Number:
    case Event::NonFinite:
        return json.text().toByteArray();
    case Event::Bool:
        return json.boolean() ? "true"_ba : "false"_ba;
    case Event::StartObject:
    case Event::StartArray: {
        // An answer may be a structure; it is shown as its text.
        const Result<QJsonValue> value = json.readValue();
        return value.ok() ? toJson(*value) : QByteArray();
    }
    default:
        return {};
    }
}

bool PromptfooRow::isError() const
{
    if (failureReason >= 0)
        return failureReason == 2;
    return success && !*success && !graded && (hasError || (!answered && !error.isEmpty()));
}

bool readPromptfooRow(JsonReader &json, PromptfooRow &row, bool textsWanted)
{
    row = PromptfooRow();
    row.textsWanted = textsWanted;
    row.line = json.line();
    while (json.next() == Event::Key) {
        const QByteArrayView key = json.text();
        if (isKey(key, "gradingResult"))
            readGrading(json, row);
        else if (isKey(key, "namedScores"))
            readNamed(json, row);
        else if (isKey(key, "provider"))
            readProvider(json, row);
        else if (isKey(key, "prompt"))
            readPrompt(json, row);
        else if (isKey(key, "response"))
            readResponse(json, row);
        else if (isKey(key, "testCase"))
            readTestCase(json, row);
        else if (isKey(key, "vars"))
            readLabels(json, row, labelBytes / 2);
        else if (isKey(key, "metadata"))
            readLabels(json, row, 0);
        else
            readScalarMember(json, row, key);
    }
    return json.event() == Event::EndObject;
}

} // namespace countersign
