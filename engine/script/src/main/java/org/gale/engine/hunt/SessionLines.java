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
    static List<String> withKeys(final byte[] input, final List<String> keys) throws IOException
    {
        final List<String> lines = new ArrayList<>(
            new String(input, StandardCharsets.ISO_8859_1).lines().toList());
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

    private static String machine(final List<String> given, final List<String> keys)
    {
        return MACHINE + ' ' + String.join(" ", HuntSession.over(given, keys));
    }
}
