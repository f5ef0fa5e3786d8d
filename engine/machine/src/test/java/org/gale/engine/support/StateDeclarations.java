package org.gale.engine.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Check that a door declares the fields of all classes with operations that make state old or new again. */
public final class StateDeclarations
{
    private StateDeclarations()
    {
    }

    /**
     * Checks the declarations of a door. A list names the operations that are not declared yet; it may only shrink.
     *
     * @param beside class of the door
     * @param owner  class beside the list
     * @param left   lines of the list
     */
    public static void check(
        final StateRoles roles, final Class<?> beside, final Class<?> owner, final String list, final int left)
    {
        assertEquals(List.of(), roles.faults(beside.getClassLoader()));
        final Set<String> undeclared = roles.undeclared(StateScan.operations(beside));
        final Set<String> listed = lines(owner, list);
        assertEquals(String.join("\n", listed), String.join("\n", undeclared), "operations without declared fields");
        assertEquals(left, listed.size(), "the list of what is not declared yet may only shrink");
    }

    private static Set<String> lines(final Class<?> owner, final String list)
    {
        try (InputStream stream = owner.getResourceAsStream(list))
        {
            final Set<String> lines =
                new TreeSet<>(new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
            lines.removeIf(line -> line.startsWith("#") || line.isBlank());

            return lines;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
