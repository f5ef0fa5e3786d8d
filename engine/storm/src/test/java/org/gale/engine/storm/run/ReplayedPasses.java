package org.gale.engine.storm.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.replay.JournalDump;
import org.gale.engine.system.Machines;

/** Pages that passes before migrations have sent: a witness of reports, by the answers in the text of a journal. */
final class ReplayedPasses
{
    private ReplayedPasses()
    {
    }

    /** Returns the pages of each pass, as a replay puts them out. */
    static Map<String, Map<String, Long>> of(final Path journal) throws IOException
    {
        final ByteArrayOutputStream dump = new ByteArrayOutputStream();
        JournalDump.write(journal, dump, 0, Long.MAX_VALUE, Set.of(), Machines.FACTORY);
        final Map<String, Map<String, Long>> sums = new TreeMap<>();
        final Matcher passes = Pattern.compile("PRECOPY .*\\(precopy (\\d)((?: [a-z]+ \\d+/\\d+)+)\\)")
            .matcher(dump.toString(StandardCharsets.UTF_8));
        while (passes.find())
        {
            final Matcher tables = Pattern.compile("([a-z]+) (\\d+)/").matcher(passes.group(2));
            while (tables.find())
            {
                sums.computeIfAbsent("pass_" + passes.group(1), name -> new HashMap<>())
                    .merge(tables.group(1), Long.parseLong(tables.group(2)), Long::sum);
            }
        }

        return sums;
    }

    /** Returns the pages of each pass that a report has. */
    static Map<String, Map<String, Long>> of(final Map<String, Map<String, Long>> reported)
    {
        final Map<String, Map<String, Long>> left = new TreeMap<>(reported);
        left.keySet().removeAll(List.of("pages", "save"));

        return left;
    }
}
