package org.gale.tests.architecture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Doors of the house: which rooms are behind each, on which doors it stands, which libraries its classes name. */
final class Doors
{
    private static final String TABLE = "/doors.csv";
    private static final String ENGINE = "org.gale.engine.";
    private static final Set<String> OF_ALL =
        Set.of("java", "javax", "org.agrona", "org.gale.tables", "org.gale.ringbuf");

    private final Map<String, Door> doors = new LinkedHashMap<>();

    private record Door(List<String> rooms, Set<String> below, List<String> libraries)
    {
    }

    private Doors(final Stream<String> lines)
    {
        lines.filter(line -> !line.startsWith("#")).skip(1).map(line -> (line + " ").split("\\|")).forEach(cells ->
        {
            final Set<String> below = new HashSet<>(words(cells[2]));
            words(cells[2]).forEach(name -> below.addAll(doors.get(name).below));
            doors.put(cells[0].strip(), new Door(words(cells[1]), below, words(cells[3])));
        });
    }

    /** Reads the table. */
    static Doors read()
    {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
            Objects.requireNonNull(Doors.class.getResourceAsStream(TABLE)), StandardCharsets.UTF_8)))
        {
            return new Doors(lines.lines().toList().stream());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static List<String> words(final String cell)
    {
        return cell.isBlank() ? List.of() : List.of(cell.strip().split(" +"));
    }

    Set<String> names()
    {
        return doors.keySet();
    }

    /** Returns the rooms of a door, below the packages of the engine. */
    List<String> rooms(final String door)
    {
        return doors.get(door).rooms;
    }

    /** Returns the door of a package of the engine: that of its longest room; null if no room has it. */
    String of(final String packageName)
    {
        String found = null;
        int longest = -1;
        for (final Map.Entry<String, Door> door : doors.entrySet())
        {
            for (final String room : door.getValue().rooms)
            {
                if (isIn(packageName, ENGINE + room) && room.length() > longest)
                {
                    found = door.getKey();
                    longest = room.length();
                }
            }
        }

        return found;
    }

    /** Returns whether classes of a door may name a package. */
    boolean mayName(final String name, final String packageName)
    {
        final Door door = doors.get(name);
        if (isIn(packageName, ENGINE.substring(0, ENGINE.length() - 1)))
        {
            final String other = of(packageName);

            return name.equals(other) || door.below.contains(other);
        }

        return OF_ALL.stream().anyMatch(root -> isIn(packageName, root)) ||
            door.libraries.stream().anyMatch(library -> isIn(packageName, library));
    }

    private static boolean isIn(final String packageName, final String root)
    {
        return packageName.equals(root) || packageName.startsWith(root + '.');
    }
}
