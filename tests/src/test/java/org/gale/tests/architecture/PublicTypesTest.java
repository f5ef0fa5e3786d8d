package org.gale.tests.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Rule that a type is public only if a class of another package names it, so that Javadoc shows nothing else. */
class PublicTypesTest
{
    /** Types that programs name which embed Gale. */
    private static final Set<String> FOR_PROGRAMS = Set.of("org.gale.engine.storm.EmbeddedStorm");
    private static final String BENCHMARKS = "benchmarks";

    @Test
    void shouldBePublicOnlyForOtherPackages() throws IOException
    {
        final Set<String> named = namedFromOtherPackages();

        assertEquals(List.of(), MainClasses.ALL.stream()
            .filter(type -> !type.isNestedClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
            .map(JavaClass::getName)
            .filter(type -> !named.contains(type) && !FOR_PROGRAMS.contains(type)).sorted().toList());
        assertTrue(named.size() > 500, "named=" + named.size());
    }

    private static Set<String> namedFromOtherPackages() throws IOException
    {
        final Set<String> named = new TreeSet<>();
        for (final Path file : classFiles())
        {
            try (InputStream bytes = Files.newInputStream(file))
            {
                final SortedSet<String> names = ClassNames.in(bytes);
                final String own = packageOf(file);
                names.stream().filter(name -> !own.equals(name.substring(0, name.lastIndexOf('.'))))
                    .forEach(named::add);
            }
        }
        named.addAll(namedByBenchmarks());

        return named;
    }

    private static List<Path> classFiles()
    {
        final List<Path> files = new ArrayList<>();
        for (final Path module : SourceTree.modules())
        {
            files.addAll(SourceTree.files(module.resolve("target/classes"), ".class"));
            files.addAll(SourceTree.files(module.resolve("target/test-classes"), ".class"));
        }

        return files.stream().filter(file -> file.toString().contains("/org/gale/")).toList();
    }

    /** Returns what benchmarks import: they may be compiled later than this test runs. */
    private static Set<String> namedByBenchmarks() throws IOException
    {
        final Set<String> imports = new TreeSet<>();
        for (final Path source : SourceTree.files(SourceTree.ROOT.resolve(BENCHMARKS), ".java"))
        {
            imports.addAll(Files.readAllLines(source).stream().filter(line -> line.startsWith("import org.gale."))
                .map(line -> line.substring("import ".length(), line.length() - 1)).collect(Collectors.toSet()));
        }

        return imports;
    }

    private static String packageOf(final Path file)
    {
        final String path = file.toString();

        return path.substring(path.indexOf("/org/gale/") + 1, path.lastIndexOf('/')).replace('/', '.');
    }
}
