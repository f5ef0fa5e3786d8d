package org.gale.tests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sources of all modules. A source is named by its path below {@code org/gale}, as {@code engine/gicv5/irs/Irs.java}:
 * which module holds a package is said by the tree alone.
 */
public final class SourceTree
{
    /** Top of the tree. */
    public static final Path ROOT = root();

    private static final int MODULE_DEPTH = 3;
    private static final String MAIN = "src/main/java";
    private static final String TESTS = "src/test/java";
    private static final List<Path> MODULES = found();

    private SourceTree()
    {
    }

    /** Returns the folders of the modules that have sources, in the order of their names. */
    public static List<Path> modules()
    {
        return MODULES;
    }

    private static List<Path> found()
    {
        try (Stream<Path> poms = Files.find(ROOT, MODULE_DEPTH, (path, is) -> path.endsWith("pom.xml")))
        {
            return poms.map(Path::getParent).filter(module -> Files.isDirectory(module.resolve("src/main")) ||
                Files.isDirectory(module.resolve("src/test"))).sorted()
                .toList();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Returns the sources of all modules, but for their tests. */
    public static List<Path> main()
    {
        return sources(MAIN);
    }

    /** Returns the sources of the engine, whichever of its modules holds them, but for their tests. */
    public static List<Path> engine()
    {
        return main().stream().filter(source -> name(source).startsWith("engine/")).toList();
    }

    /** Returns the sources of the tests of all modules. */
    public static List<Path> tests()
    {
        return sources(TESTS);
    }

    /**
     * Returns the file of a source.
     *
     * @param name path below {@code org/gale}, as {@code engine/gicv5/irs/Irs.java}
     * @throws IllegalArgumentException if no module has it
     */
    public static Path main(final String name)
    {
        return find(MAIN, name);
    }

    /**
     * Returns the file of a source of a test.
     *
     * @param name path below {@code org/gale}
     * @throws IllegalArgumentException if no module has it
     */
    public static Path test(final String name)
    {
        return find(TESTS, name);
    }

    /** Returns the path of a source below {@code org/gale}, with slashes. */
    public static String name(final Path source)
    {
        final String path = ROOT.relativize(source.toAbsolutePath()).toString();
        final String top = "/java/org/gale/";

        return path.substring(path.indexOf(top) + top.length());
    }

    private static Path find(final String folder, final String name)
    {
        return modules().stream().map(module -> module.resolve(folder).resolve("org/gale").resolve(name))
            .filter(Files::exists).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no module has " + folder + "/org/gale/" + name));
    }

    private static List<Path> sources(final String folder)
    {
        final List<Path> sources = new ArrayList<>();
        for (final Path module : modules())
        {
            sources.addAll(files(module.resolve(folder), ".java"));
        }

        return sources;
    }

    /** Returns the files of a folder, with those inside it, whose names end so; none if there is no such folder. */
    public static List<Path> files(final Path folder, final String ending)
    {
        if (!Files.isDirectory(folder))
        {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(folder))
        {
            return paths.filter(path -> path.toString().endsWith(ending)).sorted().toList();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static Path root()
    {
        Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        while (!Files.isDirectory(root.resolve("tables/src")))
        {
            root = root.getParent();
        }

        return root;
    }
}
