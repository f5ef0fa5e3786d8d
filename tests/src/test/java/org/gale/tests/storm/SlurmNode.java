package org.gale.tests.storm;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gale.tests.support.Await;

/** Slurm of one node in one directory, without a service manager and without a network. Used by one test. */
final class SlurmNode implements AutoCloseable
{
    private static final List<String> PROGRAMS = List.of("munged", "slurmctld", "slurmd", "sbatch", "squeue", "sinfo",
        "scancel");
    private static final String PATH = System.getenv("PATH") + ":/usr/sbin:/sbin";
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int KEY_BYTES = 1_024;

    private final Path directory;
    private final Path programs;
    private final List<Process> daemons = new ArrayList<>();

    /**
     * Starts the daemons.
     *
     * @param programs directory that tasks find programs in first
     */
    SlurmNode(final Path directory, final Path programs) throws IOException, InterruptedException
    {
        this.directory = directory;
        this.programs = programs;
        for (Path path = directory; path.getNameCount() > 1; path = path.getParent())
        {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (final String name : List.of("munge", "state", "spool"))
        {
            Files.createDirectory(directory.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        final byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Files.setPosixFilePermissions(Files.write(directory.resolve("munge/key"), key),
            PosixFilePermissions.fromString("r--------"));
        final String host = InetAddress.getLocalHost().getHostName().replaceAll("\\..*", "");
        Files.writeString(directory.resolve("slurm.conf"), configuration(host));
        final Path munge = directory.resolve("munge");
        daemon("munged", "--force", "--foreground", "--socket=" + munge + "/socket", "--key-file=" + munge + "/key",
            "--pid-file=" + munge + "/pid", "--log-file=" + munge + "/log", "--seed-file=" + munge + "/seed",
            "--num-threads=2");
        Await.until(() -> Files.exists(munge.resolve("socket")), LIMIT, "munged");
        daemon("slurmctld", "-D", "-i");
        daemon("slurmd", "-D", "-N", host);
        Await.until(() -> run("sinfo", "-h", "-o", "%T").equals("idle"), LIMIT, "an idle node");
    }

    /** {@return why there is no Slurm here, or null} */
    static String missing()
    {
        final List<String> missing = PROGRAMS.stream().filter(name -> Stream.of(PATH.split(":", -1))
            .noneMatch(place -> Files.isExecutable(Path.of(place, name)))).toList();

        return !missing.isEmpty() ? "skipped: " + String.join(", ", missing) + " not installed (apt-get install " +
            "slurmctld slurmd slurm-client munge)" : !System.getProperty("user.name").equals("root") ?
            "skipped: Slurm of one node needs root" : null;
    }

    private String configuration(final String host)
    {
        return String.join("\n", "ClusterName=gale", "SlurmctldHost=" + host + "(127.0.0.1)", "SlurmctldPort=16817",
            "SlurmdPort=16818", "SlurmUser=root", "SlurmdUser=root", "AuthType=auth/munge",
            "AuthInfo=socket=" + directory + "/munge/socket", "CredType=cred/munge",
            "StateSaveLocation=" + directory + "/state", "SlurmdSpoolDir=" + directory + "/spool",
            "SlurmctldPidFile=" + directory + "/slurmctld.pid", "SlurmdPidFile=" + directory + "/slurmd.pid",
            "SlurmctldLogFile=" + directory + "/slurmctld.log", "SlurmdLogFile=" + directory + "/slurmd.log",
            "ProctrackType=proctrack/linuxproc", "TaskPlugin=task/none", "MpiDefault=none",
            "SwitchType=switch/none", "SelectType=select/cons_tres", "SelectTypeParameters=CR_Core",
            "SchedulerType=sched/builtin", "SchedulerParameters=batch_sched_delay=0,sched_interval=1",
            "AccountingStorageType=accounting_storage/none", "JobAcctGatherType=jobacct_gather/none",
            "JobCompType=jobcomp/none", "ReturnToService=2", "KillWait=5", "MinJobAge=3600",
            "CommunicationParameters=NoInAddrAny,NoCtldInAddrAny", "NodeName=" + host +
            " NodeAddr=127.0.0.1 CPUs=" + Math.max(2, Runtime.getRuntime().availableProcessors()) +
            " RealMemory=2048 State=UNKNOWN", "PartitionName=gale Nodes=" + host +
            " Default=YES MaxTime=INFINITE State=UP", "SlurmdParameters=config_overrides", "");
    }

    private ProcessBuilder builder(final String... words)
    {
        final ProcessBuilder builder = new ProcessBuilder(words).directory(directory.getParent().toFile());
        builder.environment().put("SLURM_CONF", directory.resolve("slurm.conf").toString());
        builder.environment().put("PATH", programs + ":" + PATH);

        return builder;
    }

    private void daemon(final String... words) throws IOException
    {
        final List<String> command = new ArrayList<>(List.of(words));
        command.set(0, Stream.of(PATH.split(":", -1)).map(place -> Path.of(place, words[0]))
            .filter(Files::isExecutable).findFirst().orElseThrow().toString());
        daemons.add(builder(command.toArray(String[]::new)).redirectErrorStream(true)
            .redirectOutput(directory.resolve(words[0] + ".out").toFile()).start());
    }

    /** Returns what a command prints, its errors too. */
    String run(final String... words)
    {
        try
        {
            final Process process = builder(words).redirectErrorStream(true).start();
            final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            process.waitFor();

            return text;
        }
        catch (final IOException ex)
        {
            throw new java.io.UncheckedIOException(ex);
        }
        catch (final InterruptedException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    /** Waits until no task of a job is left. */
    void await(final String job)
    {
        Await.until(() -> run("squeue", "-h", "-j", job).isEmpty(), LIMIT, "the end of job " + job);
    }

    @Override
    public void close()
    {
        for (int i = daemons.size() - 1; i >= 0; i--)
        {
            daemons.get(i).destroy();
            daemons.get(i).onExit().join();
        }
    }
}
