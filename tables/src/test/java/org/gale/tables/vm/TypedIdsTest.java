package org.gale.tables.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that set-up code does not compile when it passes an id, a width or a count of another kind. */
@Tag("B-TRAP-12")
class TypedIdsTest
{
    private static final String IMPORTS =
        "import org.gale.tables.ist.*; import org.gale.tables.its.*; import org.gale.tables.vm.*; ";

    @TempDir
    private Path classes;

    @ParameterizedTest
    @ValueSource(strings = {
        "VmTableShape.of(new VmIdBits(8), true)",
        "L2Vmte.vpetWord(0, new VpeIdBits(4))",
        "IstShape.linear(new IstIdBits(16))",
        "L2Dte.linear(0, new EventIdBits(5))",
        "new DeviceTable(null, 0, new DeviceIdBits(20), 0, true)" })
    void shouldCompileWhenTheWidthIsOfItsKind(final String expression) throws IOException
    {
        assertEquals(List.of(), errors(expression));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "VmTableShape.of(new VpeIdBits(4), true)",
        "VmTableShape.of(4, true)",
        "new VmTableShape(new VpeIdBits(4), true)",
        "L2Vmte.vpetWord(0, new VmIdBits(8))",
        "L2Vmte.vpetWord(0, 8)",
        "IstShape.linear(new VpeIdBits(16))",
        "L2Dte.linear(0, new DeviceIdBits(20))",
        "new DeviceTable(null, 0, new EventIdBits(5), 0, true)" })
    void shouldNotCompileWhenTheWidthIsOfAnotherKind(final String expression) throws IOException
    {
        final List<String> errors = errors(expression);

        assertEquals(1, errors.size(), errors.toString());
        assertTrue(errors.get(0).contains("cannot be converted"), errors.toString());
    }

    @Test
    void shouldShapeTheVmTableByItsOwnWidth()
    {
        assertEquals(1024, VmTableShape.of(new VmIdBits(10), false).entryCount());
    }

    @ParameterizedTest
    @ValueSource(ints = { -1, 17 })
    void shouldRefuseAWidthThatDoesNotExist(final int bits)
    {
        assertThrows(IllegalArgumentException.class, () -> new VmIdBits(bits));
        assertThrows(IllegalArgumentException.class, () -> new VpeIdBits(bits));
    }

    private List<String> errors(final String expression) throws IOException
    {
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        final JavaFileObject source = new Source(IMPORTS + "class Setup { Object shape = " + expression + "; }");
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, null))
        {
            final List<String> options =
                List.of("-proc:none", "-classpath", mainClasses().toString(), "-d", classes.toString());
            compiler.getTask(null, files, diagnostics, options, null, List.of(source)).call();
        }

        return diagnostics.getDiagnostics().stream()
            .filter((diagnostic) -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
            .map((diagnostic) -> diagnostic.getMessage(Locale.ROOT))
            .toList();
    }

    private static Path mainClasses()
    {
        try
        {
            return Path.of(VmIdBits.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        }
        catch (final URISyntaxException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static final class Source extends SimpleJavaFileObject
    {
        private final String text;

        Source(final String text)
        {
            super(URI.create("string:///Setup.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(final boolean ignoreEncodingErrors)
        {
            return text;
        }
    }
}
