package org.gale.engine.gicv4;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.gicv4.Variant.Mistake;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Negative control of the proof: a host with one mistake of reference section 17.1, the bounds in which an exploration
 * finds it, and the fewest actions that lose or strand an interrupt. {@link #main} finds the actions anew.
 *
 * @param name    of the mistake, or {@value #LEGACY}
 * @param scope   of the exploration
 * @param actions as committed, in words
 */
record Control(String name, Scope scope, String actions)
{
    /** Name of the posted order of the transition, {@code v4 legacy on}. */
    static final String LEGACY = "LEGACY";

    private static final String COMMITTED = "controls.txt";
    private static final String SEPARATOR = "\\|";

    /** Returns the committed controls. */
    static List<Control> committed()
    {
        final List<Control> controls = new ArrayList<>();
        try (BufferedReader reader =
            new BufferedReader(new InputStreamReader(Control.class.getResourceAsStream(COMMITTED), UTF_8)))
        {
            for (String line = reader.readLine(); line != null; line = reader.readLine())
            {
                if (!line.isBlank() && !line.startsWith("#"))
                {
                    final String[] parts = line.split(SEPARATOR, -1);
                    controls.add(new Control(parts[0].trim(), Scope.parse(parts[1]), parts[2].trim()));
                }
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }

        return controls;
    }

    /**
     * Returns the host with the mistake.
     *
     * @param isAtomic true to let the handler and a move run to their ends in one action
     */
    Scope.Host host(final boolean isAtomic)
    {
        return new Scope.Host(mistake(), name.equals(LEGACY), isAtomic);
    }

    Mistake mistake()
    {
        return name.equals(LEGACY) ? Mistake.NONE : Mistake.valueOf(name);
    }

    @Override
    public String toString()
    {
        return name;
    }

    /**
     * Prints the controls of a file with the actions found anew.
     *
     * @param args the file to read; then, optionally, the folder to write transcripts to
     * @throws IOException if a file cannot be read or written
     */
    public static void main(final String[] args) throws IOException
    {
        for (final String line : Files.readAllLines(Path.of(args[0]), UTF_8))
        {
            System.out.println(line.isBlank() || line.startsWith("#") ? line :
                found(line.split(SEPARATOR, -1), args.length > 1 ? Path.of(args[1]) : null));
        }
    }

    private static String found(final String[] parts, final Path folder) throws IOException
    {
        final Control control = new Control(parts[0].trim(), Scope.parse(parts[1]), "");
        final Explorer.Finding finding = new Explorer(control.scope, control.host(false), true).explore(1_000_000);
        final Explorer.Finding ofLines = new Explorer(control.scope, control.host(true), true).explore(200_000);
        if (folder != null && ofLines != null)
        {
            Files.write(folder.resolve(ControlTranscript.fileName(control.name)),
                ControlTranscript.lines(control, ofLines), UTF_8);
        }

        return parts[0] + '|' + parts[1] + "| " +
            (finding == null ? "NOT FOUND" : finding.actions() + " | " + finding.violation());
    }
}
