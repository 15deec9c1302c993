// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

const OptionSpec *optionFor(const CommandSpec &command, const QString &name)
{
    static const OptionSpec json{u"json"_s, {}, u"Print JSON for programs."_s};
    if (name == "json"_L1)
        return &json;
    for (const OptionSpec &option : command.options) {
        if (option.name == name || (name.size() == 1 && option.letter == name[0].unicode()))
            return &option;
    }
    return nullptr;
}

QString spelled(const OptionSpec &option)
{
    const QString name = u"--"_s + option.name + (option.value.isEmpty() ? QString() : u' ' + option.value);
    return option.letter ? u"-%1, %2"_s.arg(QChar(option.letter)).arg(name) : name;
}

Error wrong(const QString &text)
{
    return {Error::Code::Invalid, text};
}

/// One "--name", "--name=value" or "-x" at words[at]; moves `at` over its value.
Result<void> takeOption(const CommandSpec &command, const QStringList &words, qsizetype &at, Invocation &out)
{
    const QString word = words[at];
    const QString body = word.startsWith("--"_L1) ? word.mid(2) : word.mid(1);
    const qsizetype equals = word.startsWith("--"_L1) ? body.indexOf(u'=') : -1;
    const QString name = equals < 0 ? body : body.left(equals);
    const OptionSpec *option = optionFor(command, name);
    if (!option)
        return wrong(u"'%1' has no option '%2'."_s.arg(command.name, word.left(60)));
    if (option->value.isEmpty()) {
        if (equals >= 0)
            return wrong(u"--%1 takes no value."_s.arg(option->name));
        out.m_options.insert(option->name, {});
        return {};
    }
    QString value = equals >= 0 ? body.mid(equals + 1) : QString();
    if (equals < 0) {
        if (at + 1 >= words.size())
            return wrong(u"--%1 needs a value: %2."_s.arg(option->name, option->value));
        value = words[++at];
    }
    if (value.isEmpty())
        return wrong(u"--%1 needs a value that is not empty."_s.arg(option->name));
    if (out.m_options.contains(option->name) && !option->repeats)
        return wrong(u"--%1 may be given once."_s.arg(option->name));
    out.m_options[option->name].append(value);
    return {};
}

Result<void> checkComplete(const CommandSpec &command, const Invocation &given)
{
    const auto &wanted = command.arguments;
    const bool open = !wanted.isEmpty() && wanted.last().repeats;
    if (given.arguments().size() > wanted.size() && !open)
        return wrong(u"'%1' takes no further argument '%2'."_s.arg(command.name, given.argument(wanted.size()).left(60)));
    for (qsizetype i = given.arguments().size(); i < wanted.size(); ++i) {
        if (!wanted[i].optional)
            return wrong(u"'%1' needs %2."_s.arg(command.name, wanted[i].name));
    }
    for (const OptionSpec &option : command.options) {
        if (option.required && !given.has(option.name))
            return wrong(u"'%1' needs --%2 %3."_s.arg(command.name, option.name, option.value));
    }
    return {};
}

} // namespace

QString Invocation::value(const QString &option, const QString &otherwise) const
{
    const auto it = m_options.constFind(option);
    return it == m_options.constEnd() || it->isEmpty() ? otherwise : it->last();
}

const CommandSpec *findCommand(const QList<CommandSpec> &commands, const QStringList &words, qsizetype *used)
{
    for (const qsizetype count : {2, 1}) {
        if (words.size() < count)
            continue;
        const QString name = words.first(count).join(u' ');
        for (const CommandSpec &command : commands) {
            if (command.name == name) {
                *used = count;
                return &command;
            }
        }
    }
    return nullptr;
}

Result<Invocation> parseInvocation(const CommandSpec &command, const QStringList &words)
{
    Invocation out;
    bool optionsEnded = false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString &word = words[i];
        if (!optionsEnded && word == "--"_L1) {
            optionsEnded = true;
        } else if (!optionsEnded && word.size() > 1 && word.startsWith(u'-')) {
            if (const auto taken = takeOption(command, words, i, out); !taken)
                return taken.error();
        } else if (word.isEmpty()) {
            return wrong(u"An argument of '%1' is empty."_s.arg(command.name));
        } else {
            out.m_arguments.append(word);
        }
    }
    if (const auto complete = checkComplete(command, out); !complete)
        return complete.error();
    return out;
}

QString usageLine(const CommandSpec &command)
{
    QString out = u"countersignctl "_s + command.name;
    for (const ArgumentSpec &argument : command.arguments) {
        const QString name = argument.name + (argument.repeats ? u"…"_s : QString());
        out += argument.optional ? u" [%1]"_s.arg(name) : u' ' + name;
    }
    for (const OptionSpec &option : command.options) {
        if (option.required)
            out += u" --%1 %2"_s.arg(option.name, option.value) + (option.repeats ? u"…"_s : QString());
    }
    const bool more = std::any_of(command.options.begin(), command.options.end(), [](const OptionSpec &o) { return !o.required; });
    return more ? out + u" [options]"_s : out;
}

QString helpText(const CommandSpec &command)
{
    QString out = u"Usage: "_s + usageLine(command) + u"\n\n"_s + command.summary + u'\n';
    QList<std::pair<QString, QString>> rows;
    for (const ArgumentSpec &argument : command.arguments)
        rows.append({argument.name, argument.help});
    for (const OptionSpec &option : command.options)
        rows.append({spelled(option), option.help + (option.required ? u" Required."_s : QString())
                         + (option.repeats ? u" May be repeated."_s : QString())});
    rows.append({u"--json"_s, u"Print JSON for programs."_s});
    qsizetype width = 0;
    for (const auto &row : rows)
        width = std::max(width, row.first.size());
    out += u'\n';
    for (const auto &[name, help] : rows)
        out += u"  "_s + name.leftJustified(width + 2) + help + u'\n';
    if (!command.notes.isEmpty())
        out += u'\n' + command.notes + u'\n';
    return out;
}

QString helpText(const QList<CommandSpec> &commands)
{
    QString out = u"Usage: countersignctl COMMAND …\n\n"
                  "Reviews and signs releases of models from scripts and CI. 'countersignctl COMMAND --help' tells more.\n\n"_s;
    qsizetype width = 0;
    for (const CommandSpec &command : commands)
        width = std::max(width, command.name.size());
    for (const CommandSpec &command : commands)
        out += u"  "_s + command.name.leftJustified(width + 2) + command.summary + u'\n';
    out += u"\nEnvironment:\n"
           "  COUNTERSIGN_URL         the server, e.g. http://127.0.0.1:8470\n"
           "  COUNTERSIGN_TOKEN       an API key of it\n"
           "  COUNTERSIGN_KEY         the file of your signing key, where --key is not given\n"
           "  COUNTERSIGN_PASSPHRASE  its passphrase; asked for on a terminal otherwise\n"
           "\nExit codes: 0 yes or done, 1 failed, 2 wrong usage, 3 server not reached, 10 the gate says no, "
           "11 a verification failed\n"_s;
    return out;
}

} // namespace countersign
