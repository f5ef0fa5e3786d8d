package org.gale.engine.hunt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines that a client sent, with the machine line that they need elsewhere. Pure functions. */
final class SessionLines
{
    private static final String MACHINE = "machine";

    private SessionLines()
    {
    }

    /** Returns the lines of a session whose machine line has the keys of a hunt over its own. */
    static List<String> withKeys(final byte[] input, final List<String> all) throws IOException
    {
        final List<String> lines = new ArrayList<>(
            new String(input, StandardCharsets.ISO_8859_1).lines().toList());
        final List<String> keys = lines.stream().noneMatch(SessionLines::isDirectHost) ? all :
            all.stream().filter(word -> !word.startsWith(HuntSession.OPS)).toList();
        boolean isGiven = false;
        for (int i = 0; i < lines.size() && !isGiven; i++)
        {
            final String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (line.equals(MACHINE) || line.startsWith(MACHINE + ' '))
            {
                final List<String> words = Arrays.asList(line.split("\\s+"));
                lines.set(i, machine(words.subList(1, words.size()), keys));
                isGiven = true;
            }
        }
        if (!isGiven)
        {
            lines.add(0, machine(List.of(), keys));
        }

        return lines;
    }

    /** Returns whether a line makes a GICv4 host, none of whose operations wait. */
    private static boolean isDirectHost(final String line)
    {
        return line.replaceFirst("#.*", "").strip().matches("v4\\s+host(\\s.*)?");
    }

    private static String machine(final List<String> given, final List<String> keys)
    {
        return MACHINE + ' ' + String.join(" ", HuntSession.over(given, keys));
    }
}
