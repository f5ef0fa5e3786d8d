package org.gale.engine.report.sweep;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.host.BoundedFile;
import org.gale.engine.report.document.DocumentReader;

/** Files with an object of JSON on each line. They are read a line at a time. Pure functions. */
final class JsonRows
{
    private static final long LENGTH_LIMIT = 1L << 34;
    private static final int LINE_LIMIT = 64 << 20;
    private static final Pattern PLAIN = Pattern.compile("[^,\"\\r\\n]*");

    private JsonRows()
    {
    }

    /** Receiver of rows. */
    @FunctionalInterface
    interface Row
    {
        /** Takes a row. */
        void row(JsonNode row) throws IOException;
    }

    /**
     * Passes on each row of a file.
     *
     * @throws IOException if the file cannot be read, or a line is no object; the message has the number of the line
     */
    static void read(final Path file, final Row rows) throws IOException
    {
        final String fault = BoundedFile.fault(file, LENGTH_LIMIT);
        if (fault != null)
        {
            throw new IOException(file + ": " + fault);
        }
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8))
        {
            int number = 1;
            for (String line = line(file, number, reader); line != null; line = line(file, number, reader))
            {
                rows.row(object(file, number++, line));
            }
        }
    }

    /** {@return the next line, or null at the end of the file} */
    private static String line(final Path file, final int number, final BufferedReader reader) throws IOException
    {
        final StringBuilder line = new StringBuilder();
        int c = reader.read();
        if (c < 0)
        {
            return null;
        }
        while (c >= 0 && c != '\n')
        {
            line.append((char)c);
            if (line.length() > LINE_LIMIT)
            {
                throw new IOException(file + ": line " + number + " is too long");
            }
            c = reader.read();
        }

        return line.toString();
    }

    /**
     * Writes the rows of a file as CSV, with a heading.
     *
     * @param cells returns the texts of a row, one for each column
     */
    static void csv(
        final Path file,
        final List<String> columns,
        final Writer csv,
        final Function<JsonNode, List<String>> cells) throws IOException
    {
        line(columns, csv);
        read(file, row -> line(cells.apply(row), csv));
    }

    private static void line(final List<String> cells, final Writer csv) throws IOException
    {
        for (int i = 0; i < cells.size(); i++)
        {
            csv.append(i == 0 ? "" : ",").append(quoted(cells.get(i)));
        }
        csv.append('\n');
    }

    private static JsonNode object(final Path file, final int number, final String line) throws IOException
    {
        try
        {
            final JsonNode row = DocumentReader.tree(line);
            if (row.isObject())
            {
                return row;
            }
        }
        catch (final JsonProcessingException ex)
        {
            throw new IOException(file + ": line " + number + " is not an object of JSON", ex);
        }

        throw new IOException(file + ": line " + number + " is not an object of JSON");
    }

    private static String quoted(final String cell)
    {
        return PLAIN.matcher(cell).matches() ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
