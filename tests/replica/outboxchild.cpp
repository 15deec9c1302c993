// SPDX-License-Identifier: GPL-3.0-or-later
// Writes commands into an outbox and says each one's number once it is told that it is kept, until it is killed.
#include "client/restclient.h"
#include "replica/outbox.h"

#include <QCoreApplication>

#include <cstdio>

using namespace countersign;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    if (arguments.size() != 2)
        return 2;
    SystemClock clock;
    RestOptions options;
    options.base = QUrl(u"http://127.0.0.1:9"_s); // nobody there: all of it stays
    RestClient client(options);
    Outbox outbox(&client, &clock, arguments[1]);
    int next = 0;
    std::function<void()> addOne = [&] {
        OutboxCommand command;
        command.path = u"/v1/models"_s;
        command.title = u"Command %1"_s.arg(next++);
        command.body = {{u"text"_s, QString(1 + next * 37 % 9000, u'x')}};
        outbox.add(command, &app, [&](const Result<qint64> &number) {
            if (!number.ok())
                return app.exit(3);
            std::printf("%lld\n", static_cast<long long>(*number));
            std::fflush(stdout);
            addOne();
        });
    };
    for (int i = 0; i < 4; ++i)
        addOne();
    return app.exec();
}
