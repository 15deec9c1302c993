// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/jsonreader.h"

namespace countersign {

/// An open-addressing set of 64-bit hashes; 0 marks an empty slot.
class JsonReader::HashSet
{
public:
    bool insert(quint64 hash)
    {
        if ((m_used + 1) * 2 > m_slots.size())
            grow();
        if (!place(hash ? hash : 1))
            return false;
        ++m_used;
        return true;
    }

private:
    bool place(quint64 hash)
    {
        const std::size_t mask = m_slots.size() - 1;
        for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
            if (m_slots[i] == hash)
                return false;
            if (!m_slots[i]) {
                m_slots[i] = hash;
                return true;
            }
        }
    }
    void grow()
    {
        std::vector<quint64> old = std::exchange(m_slots, std::vector<quint64>(m_slots.empty() ? 128 : m_slots.size() * 2));
        for (quint64 hash : old) {
            if (hash)
                place(hash);
        }
    }
    std::vector<quint64> m_slots;
    std::size_t m_used = 0;
};

/// Keys seen before, so that a key that stands in a million objects is one QString.
struct JsonReader::KeyTable
{
    struct Entry
    {
        quint64 hash;
        QByteArray bytes;
        QString text;
    };
    static constexpr std::size_t interned = 32768; // beyond these keys no longer share their text
    static constexpr qsizetype internedBytes = 256;
    std::vector<Entry> entries;
    std::vector<quint32> places = std::vector<quint32>(64); // index + 1, 0 is empty

    QString find(quint64 hash, QByteArrayView bytes)
    {
        std::size_t at = probe(hash, bytes);
        if (places[at])
            return entries[places[at] - 1].text;
        QString text = QString::fromUtf8(bytes);
        if (entries.size() == interned || bytes.size() > internedBytes)
            return text;
        entries.push_back({hash, bytes.toByteArray(), text});
        places[at] = quint32(entries.size());
        if (entries.size() * 2 > places.size())
            grow();
        return text;
    }

private:
    std::size_t probe(quint64 hash, QByteArrayView bytes) const
    {
        const std::size_t mask = places.size() - 1;
        std::size_t at = hash & mask;
        for (; places[at]; at = (at + 1) & mask) {
            const Entry &entry = entries[places[at] - 1];
            if (entry.hash == hash && QByteArrayView(entry.bytes) == bytes)
                break;
        }
        return at;
    }
    void grow()
    {
        places.assign(places.size() * 4, 0);
        for (std::size_t i = 0; i < entries.size(); ++i)
            places[probe(entries[i].hash, entries[i].bytes)] = quint32(i + 1);
    }
};

} // namespace countersign
