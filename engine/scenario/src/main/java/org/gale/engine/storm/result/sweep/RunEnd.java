package org.gale.engine.storm.result.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Quantity;
import org.gale.engine.host.BoundedFile;
import org.gale.engine.host.FileFailure;

/**
 * End of a run, the content of its file {@code done} or {@code failed}. Immutable.
 *
 * @param plan  hash of the plan
 * @param run   number of the run
 * @param exit  exit code of its last try; 8 where a limit ended it, 1 where a signal did
 * @param cause of the end: {@link #EXIT}, {@code signal N}, or the name of a limit
 * @param tries number of processes that ran it, those of a search each
 * @param found result of a search; null for none
 * @param proof that ties the files of a result to the run; null for no result
 */
public record RunEnd(String plan, int run, int exit, String cause, int tries, Found found, RunProof proof)
{
    /** Cause of a process that ended by itself. */
    public static final String EXIT = "exit";
    /** Cause of a run that passed the limit of its time. */
    public static final String WALL = "wall";

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}([.][0-9]{1,30})?(E[+-]?[0-9]{1,3})?");
    private static final int LENGTH_LIMIT = 1 << 16;
    private static final int INTERNAL = Outcome.INTERNAL.exitCode();

    /** Makes an end without a proof. */
    public RunEnd(
        final String plan, final int run, final int exit, final String cause, final int tries, final Found found)
    {
        this(plan, run, exit, cause, tries, found, null);
    }

    /**
     * Bound of a search that is not bracketed: the condition holds at the lowest value already, or nowhere.
     *
     * @param value lowest or highest value of the search
     * @param holds true if the condition holds there
     */
    public record Bound(String value, boolean holds)
    {
    }

    /**
     * Result of a search.
     *
     * @param key   that was searched
     * @param value highest value at which the condition did not hold; null if the search is not bracketed
     * @param tryNumber number of the try at that value or at the bound, from 1; 0 if there is none
     * @param tries number of values that were tried
     * @param bound of a search that is not bracketed; null if it is
     */
    public record Found(String key, String value, int tryNumber, int tries, Bound bound)
    {
        /**
         * Checks the value.
         *
         * @throws IllegalArgumentException if it is neither a number nor a duration
         */
        public Found
        {
            if (value != null)
            {
                number(value);
            }
        }

        /** Returns the result of a search that is bracketed. */
        public Found(final String key, final String value, final int tryNumber, final int tries)
        {
            this(key, value, tryNumber, tries, null);
        }

        /** Returns the value of the try whose report the run has, or null. */
        public String tried()
        {
            return bound == null ? value : bound.value();
        }

        /** Returns the value as a number, a duration in ns; there must be one. */
        public BigDecimal number()
        {
            return number(value);
        }

        private static BigDecimal number(final String value)
        {
            if (value.endsWith("s"))
            {
                return BigDecimal.valueOf(Quantity.durationNs(value));
            }
            if (!NUMBER.matcher(value).matches())
            {
                throw new IllegalArgumentException("'" + value + "' is not a number");
            }

            return new BigDecimal(value);
        }
    }

    /** Returns whether the run has a result: its process ended by itself, and no finding stands against it. */
    public boolean isResult()
    {
        return cause.equals(EXIT) && Outcome.hasResult(exit);
    }

    /** Returns whether the run ended by a limit. */
    public boolean isLimit()
    {
        return !cause.equals(EXIT) && exit == Outcome.RESOURCES.exitCode();
    }

    /** Returns whether the run shows a mistake of the program: a divergence, damage, or a broken invariant. */
    public boolean isFinding()
    {
        return exit == Outcome.DIVERGED.exitCode() || exit == Outcome.JOURNAL_DAMAGED.exitCode() ||
            exit == Outcome.INVARIANT_BROKEN.exitCode();
    }

    /**
     * Returns whether the run is over: it has a result, a finding, or passed a limit of memory or disk. The limit of
     * time depends on what else the host does, so that a run that passed it is run again.
     */
    public boolean isDone()
    {
        return isResult() || isFinding() || (isLimit() && !cause.equals(WALL));
    }

    /** Returns the end with the proof of its files. */
    public RunEnd with(final RunProof files)
    {
        return new RunEnd(plan, run, exit, cause, tries, found, files);
    }

    /** Returns the outcome of the run for the exit code of its shard. */
    public Outcome outcome()
    {
        for (final Outcome outcome : Outcome.values())
        {
            if (outcome.exitCode() == exit)
            {
                return outcome;
            }
        }

        return Outcome.INTERNAL;
    }

    /** Returns the end as one line of JSON. */
    public String json()
    {
        return JsonText.line(json ->
        {
            json.writeStringField("plan", plan);
            json.writeNumberField("run", run);
            json.writeNumberField("exit", exit);
            json.writeStringField("cause", cause);
            json.writeNumberField("tries", tries);
            if (found != null)
            {
                json.writeObjectFieldStart("found");
                json.writeStringField("key", found.key());
                json.writeStringField("value", found.value());
                json.writeNumberField("try", found.tryNumber());
                json.writeNumberField("tries", found.tries());
                if (found.bound() != null)
                {
                    json.writeStringField("bound", found.bound().value());
                    json.writeBooleanField("holds", found.bound().holds());
                }
                json.writeEndObject();
            }
            if (proof != null)
            {
                json.writeObjectFieldStart("proof");
                proof.fields().write(json);
                json.writeEndObject();
            }
        });
    }

    /**
     * Reads the end of a run.
     *
     * @return null if there is no such file
     * @throws OutcomeException if the file is damaged, or cannot be read
     */
    static RunEnd read(final Path file)
    {
        try
        {
            final String fault = BoundedFile.fault(file, LENGTH_LIMIT);
            if (fault != null)
            {
                throw damaged(file, fault);
            }

            return of(file, JsonText.read(
                new String(BoundedFile.read(file, LENGTH_LIMIT), StandardCharsets.UTF_8)));
        }
        catch (final NoSuchFileException ex)
        {
            return null;
        }
        catch (final IllegalArgumentException ex)
        {
            throw damaged(file, ex.getMessage());
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, file + ": cannot be read: " + FileFailure.reason(ex), ex);
        }
    }

    private static RunEnd of(final Path file, final JsonNode json)
    {
        final JsonNode found = json.path("found");
        final JsonNode proof = json.path("proof");
        if (!json.path("plan").isTextual() || !json.path("run").isInt() || !json.path("exit").isInt() ||
            !json.path("cause").isTextual() || !json.path("tries").isInt() ||
            !(found.isMissingNode() || (found.path("key").isTextual() && found.path("try").isInt())) ||
            !(proof.isMissingNode() || RunProof.of(proof) != null))
        {
            throw damaged(file, "is not the end of a run");
        }

        return new RunEnd(json.get("plan").textValue(), json.get("run").intValue(), json.get("exit").intValue(),
            json.get("cause").textValue(), json.get("tries").intValue(), found.isMissingNode() ? null : found(found),
            proof.isMissingNode() ? null : RunProof.of(proof));
    }

    private static Found found(final JsonNode json)
    {
        final Bound bound = json.path("bound").isTextual() ?
            new Bound(json.path("bound").textValue(), json.path("holds").asBoolean()) : null;

        return new Found(json.get("key").textValue(), json.path("value").textValue(), json.get("try").intValue(),
            json.path("tries").intValue(), bound);
    }

    private static OutcomeException damaged(final Path file, final String reason)
    {
        return new OutcomeException(Outcome.USAGE, file + ": " + reason + " (remove it, and run the sweep again)");
    }

    /** Returns the end of a run whose process a signal ended. */
    public static RunEnd signalled(final String plan, final int run, final int signal, final int tries)
    {
        return new RunEnd(plan, run, INTERNAL, "signal " + signal, tries, null, null);
    }
}
