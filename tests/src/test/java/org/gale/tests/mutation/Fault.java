package org.gale.tests.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One fault: lines of a source file, the lines in their place, and the test classes that should find it.
 * <pre>
 *   [name]
 *   file:  path of the source, below org/gale of its module
 *   tests: names of classes below org.gale, separated by blanks
 *   - a line that is replaced; indentation does not count
 *   + a line in its place
 * </pre>
 *
 * @param name   of the fault
 * @param file   the source
 * @param tests  names of test classes below {@code org.gale}
 * @param before lines that are replaced
 * @param after  lines in their place
 */
record Fault(String name, String file, List<String> tests, List<String> before, List<String> after)
{
    /** Reads the faults of a file. */
    static List<Fault> read(final Path list) throws IOException
    {
        final List<Fault> faults = new ArrayList<>();
        Fault fault = null;
        for (final String line : Files.readAllLines(list))
        {
            if (line.startsWith("["))
            {
                fault = new Fault(line.substring(1, line.indexOf(']')), "", List.of(), new ArrayList<>(),
                    new ArrayList<>());
            }
            else if (line.startsWith("file:"))
            {
                fault = new Fault(fault.name, value(line), fault.tests, fault.before, fault.after);
            }
            else if (line.startsWith("tests:"))
            {
                fault = new Fault(fault.name, fault.file, List.of(value(line).split(" +")), fault.before, fault.after);
                faults.add(fault);
            }
            else if (line.startsWith("-"))
            {
                fault.before.add(line.substring(1).strip());
            }
            else if (line.startsWith("+"))
            {
                fault.after.add(line.substring(1).strip());
            }
            else if (!line.isBlank() && !line.startsWith("#"))
            {
                throw new IOException(list + ": no line of a fault: " + line);
            }
        }

        return faults;
    }

    /**
     * Returns the source with the fault in it.
     *
     * @throws IllegalStateException if the source does not have the lines exactly once
     */
    String applied(final List<String> source)
    {
        int found = -1;
        for (int i = 0; i + before.size() <= source.size(); i++)
        {
            if (isAt(source, i))
            {
                if (found >= 0)
                {
                    throw new IllegalStateException(name + ": the lines occur twice in " + file);
                }
                found = i;
            }
        }
        if (found < 0)
        {
            throw new IllegalStateException(name + ": the lines do not occur in " + file);
        }
        final List<String> changed = new ArrayList<>(source.subList(0, found));
        changed.addAll(after);
        changed.addAll(source.subList(found + before.size(), source.size()));

        return String.join("\n", changed);
    }

    private boolean isAt(final List<String> source, final int at)
    {
        for (int i = 0; i < before.size(); i++)
        {
            if (!source.get(at + i).strip().equals(before.get(i)))
            {
                return false;
            }
        }

        return true;
    }

    private static String value(final String line)
    {
        return line.substring(line.indexOf(':') + 1).strip();
    }
}
