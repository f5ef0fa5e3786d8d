package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;

/**
 * Figure of a workload that stands next to the accounting identity.
 *
 * @param key    of the JSON report
 * @param name   of the text report
 * @param total  of the whole storm
 * @param words  of the remark for the text report, with {@link #COUNT} in place of each count; empty for none
 * @param counts of the remark
 */
public record AccountingRow(String key, String name, long total, String words, List<Long> counts)
{
    /** Place of a count in the words of a remark. */
    public static final String COUNT = "#";

    /** Makes a row whose remark has no counts. */
    public AccountingRow(final String key, final String name, final long total, final String words)
    {
        this(key, name, total, words, List.of());
    }

    /** Returns the remark for the text report; empty for none. */
    public String remark()
    {
        String remark = words;
        for (final long count : counts)
        {
            remark = remark.replaceFirst(COUNT, NumberText.count(count));
        }

        return remark;
    }

    /** Returns the row of this part of a storm and of another one. The words are those of a part that has any. */
    AccountingRow plus(final AccountingRow other)
    {
        final List<Long> sums = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++)
        {
            sums.add(counts.get(i) + other.counts.get(i));
        }

        return new AccountingRow(key, name, total + other.total, total == 0 ? other.words : words, sums);
    }
}
