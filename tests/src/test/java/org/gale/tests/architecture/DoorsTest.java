package org.gale.tests.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests that each door can be taken home with the doors and libraries of its row alone. */
class DoorsTest
{
    private static final Path PAGE = SourceTree.ROOT.resolve("engine/docs/architecture.md");

    private final Doors doors = Doors.read();

    @Test
    void shouldKnowTheDoorsAndLibrariesOfTheirRowAlone()
    {
        final TreeSet<String> wrong = new TreeSet<>();
        final TreeSet<String> used = new TreeSet<>();
        for (final JavaClass type : MainClasses.ALL)
        {
            if (type.getPackageName().startsWith("org.gale.engine"))
            {
                final String door = doors.of(type.getPackageName());
                assertNotNull(door, type.getPackageName() + " is in no row of doors.csv");
                used.add(door);
                type.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass)
                    .map(JavaClass::getBaseComponentType).filter(other -> !other.isPrimitive())
                    .filter(other -> !doors.mayName(door, other.getPackageName()))
                    .forEach(other -> wrong.add(door + ": " + type.getName() + " names " + other.getName()));
            }
        }

        assertEquals(List.of(), new ArrayList<>(wrong));
        assertEquals(new TreeSet<>(doors.names()), used);
    }

    @Test
    void shouldLieInTheModuleOfTheirDoor()
    {
        final Path top = SourceTree.ROOT.resolve("engine");
        final List<Path> astray = SourceTree.engine().stream().filter(source -> !top.relativize(source).getName(0)
            .toString().equals(doors.of(packageOf(source)))).toList();

        assertEquals(List.of(), astray);
    }

    private static String packageOf(final Path source)
    {
        return "org.gale." + Path.of(SourceTree.name(source)).getParent().toString().replace('/', '.');
    }

    @Test
    void shouldStandOnThePage() throws IOException
    {
        final String page = Files.readString(PAGE);

        for (final String door : doors.names())
        {
            final String row =
                page.lines().filter(line -> line.startsWith("| " + door + " |")).findFirst().orElse("");
            doors.rooms(door).stream().filter(room -> !room.equals(door)).forEach(room ->
                assertTrue(row.contains(room), () -> room + " of " + door + ": '" + row + '\''));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "machine, org.agrona.concurrent, true", "machine, org.gale.tables.vm, true", "machine, java.util, true",
        "machine, org.gale.engine.json, false", "machine, com.fasterxml.jackson.core, false",
        "journal, org.gale.engine.gicv5.irs, true", "journal, org.gale.engine.script, false",
        "script, org.gale.engine.storm.figure, false", "scenario, org.gale.engine.storm.result.sweep, true",
        "scenario, org.gale.engine.storm.run, false", "report, org.gale.engine.storm.result, true",
        "report, org.gale.engine.storm.answer, false", "report, org.gale.engine.storm, false",
        "storm, org.gale.engine.storm, true", "storm, org.gale.engine.machine, true",
        "device, picocli, false", "app, picocli, true", "app, org.gale.enginex, false",
    })
    void shouldAllowWhatARowSays(final String door, final String packageName, final boolean isAllowed)
    {
        assertEquals(isAllowed, doors.mayName(door, packageName));
    }
}
