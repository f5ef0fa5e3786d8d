package org.gale.tests.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the page about the architecture: the classes and rooms that it names exist, and it stays short. */
class ArchitecturePageTest
{
    private static final int LINE_LIMIT = 150;
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)`");
    private static final Pattern ROOM = Pattern.compile("\\b(storm\\.[a-z]+)\\b");
    private static final Set<String> ROOMS = Set.of("config", "command", "accounting", "counters", "machine", "gicv5",
        "gicv4", "software", "hypervisor", "system", "host", "journal", "record", "agent", "replay", "lanes", "report",
        "inspect", "script", "transcript", "cli", "gicv5.irs", "gicv5.its", "gicv5.cpuif");

    @Test
    void shouldNameClassesAndRoomsThatExist() throws IOException
    {
        final String page = Files.readString(SourceTree.ROOT.resolve("engine/docs/architecture.md"));
        final Set<String> classes = sources();
        final Set<Path> packages = SourceTree.engine().stream()
            .map(file -> Path.of(SourceTree.name(file)).getParent()).collect(Collectors.toSet());
        final Set<String> missing = new TreeSet<>();
        CLASS.matcher(page).results().map(found -> found.group(1)).filter(name -> !classes.contains(name))
            .forEach(missing::add);
        Stream.concat(ROOMS.stream(), ROOM.matcher(page).results().map(found -> found.group(1)))
            .filter(room -> !packages.contains(Path.of("engine", room.split("\\.", -1))))
            .forEach(missing::add);

        assertEquals(Set.of(), missing);
        for (final String room : ROOMS)
        {
            assertTrue(page.contains(room.substring(room.indexOf('.') + 1)), room);
        }
        assertTrue(page.lines().count() <= LINE_LIMIT, "lines=" + page.lines().count());
    }

    /** Returns the simple names of all classes of the modules and of their tests. */
    private static Set<String> sources()
    {
        final Set<String> names = new TreeSet<>();
        Stream.concat(SourceTree.main().stream(), SourceTree.tests().stream())
            .map(file -> file.getFileName().toString())
            .forEach(name -> names.add(name.substring(0, name.length() - ".java".length())));

        return names;
    }
}
