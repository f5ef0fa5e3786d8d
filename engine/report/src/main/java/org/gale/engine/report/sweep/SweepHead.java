package org.gale.engine.report.sweep;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.gale.engine.host.BoundedFile;
import org.gale.engine.json.JsonText;
import org.gale.engine.report.document.DocumentReader;
import org.gale.engine.report.document.DocumentWriter;
import org.gale.engine.storm.figure.Figures;

/**
 * Head of a joined sweep: its outline, and which runs have no figures.
 *
 * @param outline    of the sweep, without points when it was read from a file
 * @param hasModel   true if all runs are on the virtual clock
 * @param figures    of the job
 * @param missing    numbers of the runs without a result, ascending
 * @param failed     runs that ended with a failure, ascending
 * @param bounds     runs whose search is not bracketed, ascending
 * @param config     what the configurations of all joined runs have in common; a missing node if it is not known
 */
public record SweepHead(SweepOutline outline, boolean hasModel, Figures figures, List<Integer> missing,
    List<SweepDocument.Failed> failed, List<SweepDocument.Bounded> bounds, JsonNode config)
{
    /** Name and version of the schema. */
    public static final String SCHEMA = "gale.sweep/1";

    private static final int LENGTH_LIMIT = 64 << 20;
    public SweepHead
    {
        missing = List.copyOf(missing);
        failed = List.copyOf(failed);
        bounds = List.copyOf(bounds);
    }

    /** Returns the number of runs that have results. */
    public int results()
    {
        return outline.runs() - missing.size() - failed.size();
    }

    /** Writes the head and a line feed. */
    void write(final Writer writer) throws IOException
    {
        final SweepDocument document = new SweepDocument(
            new SweepDocument.Names(SCHEMA, outline.sweep(), outline.plan(), hasModel),
            new SweepDocument.Axes(outline.parameters(), outline.seeds(), figures.groups(), figures.phases(),
                outline.shown(), outline.search(), config.isMissingNode() ? null : config),
            new SweepDocument.Runs((long)outline.points().size(), (long)outline.runs(), (long)results(), missing,
                failed, bounds));
        JsonText.indented(writer, json -> DocumentWriter.fields(json, document));
    }

    /**
     * Reads the values of a head.
     *
     * @throws IOException if the file cannot be read or is no JSON document
     */
    static JsonNode tree(final Path file) throws IOException
    {
        try
        {
            return DocumentReader.tree(BoundedFile.read(file, LENGTH_LIMIT));
        }
        catch (final JsonProcessingException ex)
        {
            throw new IOException(file + ": is not one JSON document", ex);
        }
    }

    /**
     * Returns the head of a joined sweep.
     *
     * @param json values of the file
     * @throws IOException if they are those of something else
     */
    static SweepHead of(final JsonNode json, final Path file) throws IOException
    {
        if (json == null || !json.path("schema").asText().equals(SCHEMA))
        {
            throw new IOException(file + ": is not the head of a joined sweep (schema " + SCHEMA + ')');
        }
        final SweepDocument head = DocumentReader.value(json, SweepDocument.class);
        final SweepDocument.Axes axes = head.axes();
        final SweepDocument.Runs runs = head.counts();

        return new SweepHead(new SweepOutline(head.names().sweep(), head.names().plan(), axes.parameters(), List.of(),
            axes.seeds(), axes.report(), axes.search()), head.names().modelled(),
            new Figures(axes.groups(), axes.phases()), runs.missing(), runs.failed(), runs.notBracketed(),
            axes.config() == null ? MissingNode.getInstance() : axes.config());
    }
}
