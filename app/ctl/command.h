// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QMap>
#include <QStringList>

#include <functional>
#include <optional>

namespace countersign {

class Context;

/// One option of a command. Without `value` it is a flag.
struct OptionSpec
{
    QString name;  ///< "environment", written --environment
    QString value; ///< what stands for its value in the help: "ENV"
    QString help;
    bool required = false;
    bool repeats = false;
    char16_t letter = 0; ///< short form, e.g. 'o'
};

/// One argument without a name.
struct ArgumentSpec
{
    QString name; ///< as the help shows it: "MODEL"
    QString help;
    bool optional = false;
    bool repeats = false; ///< only the last one may
};

/// A command line that was understood.
class Invocation
{
public:
    [[nodiscard]] bool has(const QString &option) const { return m_options.contains(option); }
    [[nodiscard]] QString value(const QString &option, const QString &otherwise = {}) const;
    [[nodiscard]] QStringList values(const QString &option) const { return m_options.value(option); }
    [[nodiscard]] QString argument(qsizetype index) const { return m_arguments.value(index); }
    [[nodiscard]] const QStringList &arguments() const { return m_arguments; }
    [[nodiscard]] bool json() const { return has(QStringLiteral("json")); }

    QMap<QString, QStringList> m_options;
    QStringList m_arguments;
};

/// One command, said once: the parser, its help and the list of commands all come from this.
struct CommandSpec
{
    QString name;    ///< one or two words: "gate", "signer enrol"
    QString summary; ///< one line
    QList<ArgumentSpec> arguments;
    QList<OptionSpec> options;
    QString notes; ///< more for the command's own help; may be empty
    std::function<int(Context &, const Invocation &)> run; ///< on the worker thread; returns an ExitCode
    bool needsFonts = false; ///< it prints documents: main() then loads Qt Gui, offscreen
};

/// Finds the command that the words begin with; `used` receives how many words name it.
const CommandSpec *findCommand(const QList<CommandSpec> &commands, const QStringList &words, qsizetype *used);
/// Reads what follows the command's name. Error::Invalid says what is wrong with it.
Result<Invocation> parseInvocation(const CommandSpec &command, const QStringList &words);
/// "countersignctl gate MODEL VERSION --environment ENV …"
QString usageLine(const CommandSpec &command);
QString helpText(const CommandSpec &command);
/// The list of all commands.
QString helpText(const QList<CommandSpec> &commands);

} // namespace countersign
