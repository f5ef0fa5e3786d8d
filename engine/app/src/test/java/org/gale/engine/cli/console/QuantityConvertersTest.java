package org.gale.engine.cli.console;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class QuantityConvertersTest
{
    @Test
    void shouldConvertTheNameOfAFileToWrite()
    {
        final QuantityConverters.OutputPath converter = new QuantityConverters.OutputPath();

        assertEquals(Path.of("report.json"), converter.convert("report.json"));
        assertTrue(assertThrows(TypeConversionException.class, () -> converter.convert("reports/")).getMessage()
            .contains("reports/"));
    }

    @Test
    void shouldConvertACount()
    {
        assertEquals(3_000, new QuantityConverters.Count().convert("3k"));
        assertThrows(TypeConversionException.class, () -> new QuantityConverters.Count().convert("many"));
    }
}
