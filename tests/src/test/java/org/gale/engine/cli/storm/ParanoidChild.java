package org.gale.engine.cli.storm;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.gale.engine.agent.ForwardingObserver;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.cli.GaleCommand;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ParanoidOption;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.run.Storms;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;
import picocli.CommandLine;

/** Process of {@code gale} for tests of {@code --paranoid}, in which a test injects a fault. */
public final class ParanoidChild
{
    public static final String NO_FAULT = "none";
    public static final String FAILED_ASSERTION = "assertion";
    public static final String FORGOTTEN_CANDIDATE = "candidate";
    public static final String EXIT = "exit code ";

    private static final List<String> ASKED =
        List.of("org.gale.tables.field.Field", "org.gale.engine.gicv5.irs.IrsChecks");

    private ParanoidChild()
    {
    }

    /**
     * Runs lines of {@code gale}, one in each argument, and prints which assertions were on. A line begins with the
     * fault that it has. A line alone without a fault is the user's command; of others it prints the exit code.
     */
    public static void main(final String[] arguments)
    {
        Runtime.getRuntime().addShutdownHook(new Thread(ParanoidChild::printStates));
        for (final String line : arguments)
        {
            final String[] faultAndWords = line.strip().split(" ", -1);
            final String[] words = Arrays.copyOfRange(faultAndWords, 1, faultAndWords.length);
            if (arguments.length == 1 && faultAndWords[0].equals(NO_FAULT))
            {
                GaleCommand.main(words);
            }
            ParanoidOption.apply(words);
            System.out.println(EXIT + run(faultAndWords[0], words));
        }
        System.exit(0);                                                         // whatever threads are still there
    }

    private static int run(final String fault, final String... words)
    {
        if (fault.equals(NO_FAULT))
        {
            return GaleRun.of(writer(System.out), writer(System.err), words);
        }

        return runBroken(fault, words);
    }

    private static int runBroken(final String fault, final String... words)
    {
        final CommandLine storm = new StormCommand((options, machine, log) -> Storms.watched(
            options, machine, log, (broken, watched) -> new Breaker(fault, broken, watched))).commandLine();

        return GaleRun.with(storm, writer(System.out), writer(System.err), words);
    }

    private static PrintWriter writer(final PrintStream out)
    {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    }

    /** Prints whether the assertions of a class were on when it was initialised, which the class itself notes. */
    private static void printStates()
    {
        for (final String name : ASKED)
        {
            try
            {
                final Field disabled = Class.forName(name).getDeclaredField("$assertionsDisabled");
                disabled.setAccessible(true);
                System.out.println("assertions of " + name + ": " + (disabled.getBoolean(null) ? "off" : "on"));
            }
            catch (final ReflectiveOperationException ex)
            {
                System.out.println(ex);
            }
        }
    }

    /** Observer that breaks something once. */
    private static final class Breaker extends ForwardingObserver
    {
        /** LPI that no device of the storm raises. */
        private static final int LPI = 9_999;

        private final String fault;
        private final Machine machine;
        private boolean isDone;

        Breaker(final String fault, final Machine machine, final RunObserver watched)
        {
            super(watched);
            this.fault = fault;
            this.machine = machine;
        }

        @Override
        public void raised(final long nowNs)
        {
            super.raised(nowNs);
            if (!isDone)
            {
                isDone = true;
                assert !fault.equals(FAILED_ASSERTION) : "injected";
                if (fault.equals(FORGOTTEN_CANDIDATE))
                {
                    forget();
                }
            }
        }

        /** Stores an entry that is a candidate and not in the index. A level that is pending need not be owed. */
        private void forget()
        {
            final InterruptQueries queries = InterruptQueries.of(machine);
            queries.table(machine.accounts().vmOwner(0), Intid.TYPE_LPI).storePlain(
                LPI, L2Iste.withPending(L2Iste.withEnable(L2Iste.withHm(0, true), true), true));
        }
    }
}
