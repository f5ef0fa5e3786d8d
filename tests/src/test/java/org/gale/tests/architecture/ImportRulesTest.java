package org.gale.tests.architecture;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * Import rules of the rooms.
 * <pre>
 *   tables    ringbuf           JDK and Agrona only, not each other
 *      ^          ^
 *   gicv5.irs  &lt;- its, cpuif  iwb     tables, accounting, config, command, machine; no clock, thread, file, random
 *      ^                               source, hash order
 *   gicv5                      the hypervisor sees the port of the machine, never a model
 *      ^
 *   journal record lanes agent replay inspect storm report script transcript  &lt;-  cli, which nobody imports
 *
 *   storm.figure &lt;- scenario &lt;- topology &lt;- result &lt;- model &lt;- law &lt;- flow &lt;- latency, profile
 *   storm.profile &lt;- plan &lt;- run &lt;- virtual                  plan &lt;- sweep     scenario &lt;- costs
 *   storm.scenario &lt;- monitor &lt;- run
 *
 *   cli.console &lt;- cli.storm &lt;- cli.sweep, cli.journal, cli.book &lt;- cli
 * </pre>
 */
class ImportRulesTest
{
    private static final int PARAMETER_LIMIT = 9;
    private static final String ENGINE = "org.gale.engine.";
    private static final String STORM = ENGINE + "storm.";
    private static final String CLI = ENGINE + "cli";
    private static final String[] JDK_AND_AGRONA = { "java..", "org.agrona.." };
    private static final String[] MODELS = {
        ENGINE + "gicv4..", ENGINE + "function..",
        ENGINE + "gicv5.irs..", ENGINE + "gicv5.its..", ENGINE + "gicv5.iwb..", ENGINE + "gicv5.cpuif..",
    };

    /**
     * Rooms and types that a model may know, except those of {@link ModelPurity}. The configuration is its shape and
     * never changes.
     */
    private static final String[] PURE = {
        "java.lang", "java.lang.invoke", "java.util", "java.util.function", "java.util.stream", "java.nio",
        "org.agrona", "org.agrona.collections", "org.agrona.concurrent",
        "org.gale.tables..", ENGINE + "accounting", ENGINE + "config", ENGINE + "command", ENGINE + "machine",
    };

    /**
     * Classes that hold raw memory. {@code PhysicalMemory} alone turns guest addresses into memory. The others hold
     * memory that they allocated themselves, at offsets that no guest chooses.
     */
    private static final Set<String> HOLDERS_OF_RAW_MEMORY = Set.of(
        "org.gale.tables.memory.PhysicalMemory", "org.gale.tables.memory.PageState",
        "org.gale.tables.memory.RecycledMemory", "org.gale.tables.memory.SpareRegions",
        "org.gale.tables.bitmap.PagePool",
        ENGINE + "machine.Outputs", ENGINE + "journal.ChronicleFile");

    private static final DescribedPredicate<JavaClass> HOLD_RAW_MEMORY = describe(
        "hold raw memory",
        type -> HOLDERS_OF_RAW_MEMORY.contains(type.getName()) || "org.gale.ringbuf".equals(type.getPackageName()));

    static final ArchRule EVERY_PACKAGE_IS_A_ROOM_OF_THE_HOUSE = classes().should().resideInAnyPackage(
        "org.gale.ringbuf",
        "org.gale.tables.field", "org.gale.tables.memory", "org.gale.tables.ist", "org.gale.tables.vm",
        "org.gale.tables.its", "org.gale.tables.register", "org.gale.tables.operand", "org.gale.tables.bitmap",
        "org.gale.tables.gicv4",
        ENGINE + "machine", ENGINE + "command", ENGINE + "gicv5", ENGINE + "gicv5.irs", ENGINE + "gicv5.its",
        ENGINE + "gicv5.iwb", ENGINE + "gicv5.cpuif",
        ENGINE + "hypervisor", ENGINE + "gicv4", ENGINE + "function",
        ENGINE + "system", ENGINE + "host", ENGINE + "json", ENGINE + "journal",
        ENGINE + "replay", ENGINE + "agent", ENGINE + "witness",
        ENGINE + "lanes", ENGINE + "record", ENGINE + "software",
        ENGINE + "device", ENGINE + "device.wire", ENGINE + "device.pci", ENGINE + "device.nvme",
        ENGINE + "device.msix", ENGINE + "device.proof",
        ENGINE + "storm", STORM + "figure", STORM + "scenario", STORM + "plan", STORM + "result",
        STORM + "result.answer", STORM + "result.sweep", STORM + "topology", STORM + "flow",
        STORM + "latency",
        STORM + "answer", STORM + "run", STORM + "profile", STORM + "virtual", STORM + "model", STORM + "law",
        STORM + "engines", STORM + "sweep", STORM + "costs", STORM + "monitor",
        ENGINE + "report", ENGINE + "report.document", ENGINE + "report.compare", ENGINE + "report.sweep",
        ENGINE + "report.verdict", ENGINE + "report.page", ENGINE + "counters", ENGINE + "inspect",
        ENGINE + "report.shown",
        ENGINE + "trace", ENGINE + "trace.text",
        ENGINE + "script", ENGINE + "hunt", ENGINE + "transcript", ENGINE + "accounting", ENGINE + "witness",
        ENGINE + "board", ENGINE + "config", ENGINE + "explore",
        CLI, CLI + ".book", CLI + ".console", CLI + ".storm", CLI + ".sweep", CLI + ".journal");

    static final ArchRule TABLES_KNOW_THE_JDK_AND_AGRONA = only("org.gale.tables..", JDK_AND_AGRONA);

    static final ArchRule RINGBUF_KNOWS_THE_JDK_AND_AGRONA = only("org.gale.ringbuf..", JDK_AND_AGRONA);

    static final ArchRule THE_IRS_KNOWS_TABLES = only(ENGINE + "gicv5.irs..", PURE);

    static final ArchRule THE_ITS_KNOWS_TABLES_AND_THE_IRS =
        only(ENGINE + "gicv5.its..", with(PURE, ENGINE + "gicv5.irs.."));

    static final ArchRule CPUIF_KNOWS_TABLES_AND_THE_IRS =
        only(ENGINE + "gicv5.cpuif..", with(PURE, ENGINE + "gicv5.irs.."));

    static final ArchRule THE_IWB_KNOWS_TABLES = only(ENGINE + "gicv5.iwb..", PURE);

    static final ArchRule MODELS_NAME_NO_CLOCK_THREAD_FILE_RANDOM_SOURCE_OR_HASH_TABLE = noClasses()
        .that().resideInAnyPackage(MODELS)
        .should().dependOnClassesThat(ModelPurity.IMPURE_CLASS)
        .allowEmptyShould(true);

    static final ArchRule MODELS_CALL_NO_CLOCK_RANDOM_SOURCE_OR_HASH_ORDER = noClasses()
        .that().resideInAnyPackage(MODELS)
        .should().accessTargetWhere(ModelPurity.IMPURE_ACCESS)
        .allowEmptyShould(true);

    static final ArchRule THE_HOST_ALONE_NAMES_THREADS_AND_CLOCKS = noClasses()
        .that().resideInAPackage(ENGINE.substring(0, ENGINE.length() - 1) + "..")
        .and().resideOutsideOfPackages(ENGINE + "host..")
        .should().dependOnClassesThat(HostAccess.THREAD_OR_CLOCK);

    static final ArchRule THE_HOST_ALONE_READS_A_CLOCK = noClasses()
        .that().resideInAPackage(ENGINE.substring(0, ENGINE.length() - 1) + "..")
        .and().resideOutsideOfPackages(ENGINE + "host..")
        .should().accessTargetWhere(HostAccess.CLOCK_METHOD);

    static final ArchRule THE_HYPERVISOR_SEES_THE_MACHINE_ONLY = only(
        ENGINE + "hypervisor..",
        with(JDK_AND_AGRONA, "org.gale.tables..", ENGINE + "machine..", ENGINE + "command..", ENGINE + "config..",
            ENGINE + "software"));

    static final ArchRule THE_MACHINES_KNOW_NOTHING_OF_EACH_OTHER = noClasses()
        .that().resideInAPackage(ENGINE + "gicv4..")
        .should().dependOnClassesThat(resideInAnyPackage(ENGINE + "gicv5..", ENGINE + "hypervisor.."));

    static final ArchRule THE_GICV4_MACHINE_KNOWS_TABLES =
        only(ENGINE + "gicv4..", with(PURE, "org.gale.ringbuf", ENGINE + "function"));

    static final ArchRule FUNCTIONS_KNOW_THE_MACHINE_ONLY =
        only(ENGINE + "function..", with(PURE, "org.gale.ringbuf"));

    static final ArchRule MACHINES_ALONE_NAME_FUNCTIONS = noClasses()
        .that().resideOutsideOfPackages(ENGINE + "gicv5..", ENGINE + "gicv4..", ENGINE + "function..")
        .should().dependOnClassesThat().resideInAPackage(ENGINE + "function..");

    static final ArchRule SYSTEM_ALONE_NAMES_THE_MACHINES = noClasses()
        .that().resideOutsideOfPackages(
            ENGINE + "gicv5..", ENGINE + "gicv4..", ENGINE + "hypervisor..", ENGINE + "system..")
        .should().dependOnClassesThat().resideInAnyPackage(
            ENGINE + "gicv5..", ENGINE + "gicv4..", ENGINE + "hypervisor..");

    static final ArchRule CHRONICLE_STAYS_IN_THE_JOURNAL = noClasses()
        .that().resideOutsideOfPackage(ENGINE + "journal..")
        .and().doNotHaveFullyQualifiedName(ENGINE + "host.PosixLibrary")        // of its library for POSIX calls
        .and().doNotHaveFullyQualifiedName(ENGINE + "host.Pinning")             // and of its affinity of threads
        .and().doNotHaveFullyQualifiedName(ENGINE + "host.CompilerThreads")     // and of its clocks of threads
        .and().doNotHaveFullyQualifiedName(ENGINE + "host.NamedPipe")           // and of its open that does not wait
        .should().dependOnClassesThat().resideInAnyPackage("net.openhft..", "jnr..");

    static final ArchRule DESCRIPTORS_PASS_IN_THE_WIRE_OF_DEVICES = noClasses()
        .that().resideOutsideOfPackage(ENGINE + "device.wire")
        .should().dependOnClassesThat().resideInAPackage("org.newsclub..");

    /** Rule that each room of devices knows the rooms below it alone. */
    static final ArchRule ROOMS_OF_DEVICES_KNOW_THE_ROOMS_BELOW_THEM = layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("wire").definedBy(ENGINE + "device.wire")
        .layer("pci").definedBy(ENGINE + "device.pci")
        .layer("proof").definedBy(ENGINE + "device.proof")
        .layer("nvme").definedBy(ENGINE + "device.nvme")
        .layer("msix").definedBy(ENGINE + "device.msix")
        .layer("device").definedBy(ENGINE + "device")
        .whereLayer("wire").mayNotAccessAnyLayer()
        .whereLayer("proof").mayNotAccessAnyLayer()
        .whereLayer("pci").mayOnlyAccessLayers("wire")
        .whereLayer("nvme").mayOnlyAccessLayers("pci", "proof")
        .whereLayer("msix").mayOnlyAccessLayers("pci", "proof");

    static final ArchRule DEVICES_ARE_SERVED_BY_CLI_ALONE = noClasses()
        .that().resideOutsideOfPackages(ENGINE + "device..", CLI + "..")
        .should().dependOnClassesThat().resideInAPackage(ENGINE + "device..");

    static final ArchRule THE_ROOM_OF_A_PAGE_ALONE_SERVES_HTTP = noClasses()
        .that().resideOutsideOfPackage(ENGINE + "explore")
        .should().dependOnClassesThat().resideInAPackage("com.sun.net.httpserver..");

    static final ArchRule NOTHING_IMPORTS_CLI = noClasses()
        .that().resideOutsideOfPackage(ENGINE + "cli..")
        .should().dependOnClassesThat().resideInAPackage(ENGINE + "cli..");

    static final ArchRule SOFTWARE_KNOWS_PORTS_AND_TABLES = only(ENGINE + "software..",
        with(JDK_AND_AGRONA, "org.gale.tables..", ENGINE + "machine", ENGINE + "command", ENGINE + "config"));

    static final ArchRule CLI_ALONE_KNOWS_ITS_PARSER = noClasses()
        .that().resideOutsideOfPackage(ENGINE + "cli..")
        .should().dependOnClassesThat().resideInAPackage("picocli..");

    /** Rule that a room of commands knows the rooms below it alone. */
    static final ArchRule ROOMS_OF_COMMANDS_KNOW_THE_ROOMS_BELOW_THEM = layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("console").definedBy(CLI + ".console")
        .layer("storm").definedBy(CLI + ".storm")
        .layer("sweep").definedBy(CLI + ".sweep")
        .layer("journal").definedBy(CLI + ".journal")
        .layer("gale").definedBy(CLI)
        .whereLayer("console").mayNotAccessAnyLayer()
        .whereLayer("storm").mayOnlyAccessLayers("console")
        .whereLayer("sweep").mayOnlyAccessLayers("console", "storm")
        .whereLayer("journal").mayOnlyAccessLayers("console", "storm")
        .whereLayer("gale").mayNotBeAccessedByAnyLayer();

    static final ArchRule SCENARIOS_ALONE_KNOW_YAML = noClasses()
        .that().resideOutsideOfPackage(STORM + "scenario")
        .should().dependOnClassesThat().resideInAPackage("org.snakeyaml..");

    /** Rule that nothing of a run is kept by a class: two machines, journals or storms of a process share no state. */
    static final ArchRule NO_CLASS_HAS_A_FIELD_THAT_CHANGES = fields()
        .that().areStatic().and().doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should().beFinal();

    /** Rule that JSON has one writer. */
    static final ArchRule ONE_CLASS_MAKES_WRITERS_OF_JSON = noClasses()
        .that().doNotHaveFullyQualifiedName(ENGINE + "json.JsonText")
        .should().dependOnClassesThat().haveFullyQualifiedName("com.fasterxml.jackson.core.JsonFactory");

    static final ArchRule STORMS_ARE_SHOWN_BY_OTHERS = noClasses()
        .that().resideInAPackage(ENGINE + "storm.*..")
        .should().dependOnClassesThat().resideInAnyPackage(ENGINE + "cli..", ENGINE + "report..", ENGINE + "script..",
            ENGINE + "transcript..", ENGINE + "inspect..", ENGINE + "system..");

    static final ArchRule STORMS_KNOW_NOTHING_OF_SWEEPS = noClasses()
        .that().resideInAPackage(ENGINE + "storm..").and().resideOutsideOfPackage(STORM + "sweep")
        .should().dependOnClassesThat().resideInAPackage(STORM + "sweep");

    static final ArchRule MODELS_ALONE_READ_TRACES = noClasses()
        .that().resideInAPackage(ENGINE + "storm..").and().resideOutsideOfPackage(STORM + "model")
        .should().dependOnClassesThat().resideInAPackage(ENGINE + "trace..");

    /** Rule that each room of storms knows the rooms below it alone. */
    static final ArchRule ROOMS_OF_STORMS_KNOW_THE_ROOMS_BELOW_THEM = layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("figure").definedBy(STORM + "figure")
        .layer("scenario").definedBy(STORM + "scenario")
        .layer("topology").definedBy(STORM + "topology")
        .layer("result").definedBy(STORM + "result..")
        .layer("model").definedBy(STORM + "model")
        .layer("law").definedBy(STORM + "law")
        .layer("flow").definedBy(STORM + "flow")
        .layer("latency").definedBy(STORM + "latency")
        .layer("profile").definedBy(STORM + "profile")
        .layer("plan").definedBy(STORM + "plan")
        .layer("run").definedBy(STORM + "run")
        .layer("virtual").definedBy(STORM + "virtual")
        .layer("monitor").definedBy(STORM + "monitor")
        .layer("engines").definedBy(STORM + "engines")
        .layer("answer").definedBy(STORM + "answer")
        .layer("costs").definedBy(STORM + "costs")
        .whereLayer("figure").mayNotAccessAnyLayer()
        .whereLayer("scenario").mayOnlyAccessLayers("figure")
        .whereLayer("costs").mayOnlyAccessLayers("scenario")
        .whereLayer("topology").mayOnlyAccessLayers("scenario")
        .whereLayer("result").mayOnlyAccessLayers("figure", "scenario", "topology")
        .whereLayer("model").mayOnlyAccessLayers("scenario", "result")
        .whereLayer("law").mayOnlyAccessLayers("scenario", "topology", "result", "model")
        .whereLayer("flow").mayOnlyAccessLayers("scenario", "topology", "result", "model", "law")
        .whereLayer("latency").mayOnlyAccessLayers("figure", "scenario", "topology", "result", "flow")
        .whereLayer("profile").mayOnlyAccessLayers("scenario", "topology", "result", "flow")
        .whereLayer("plan").mayOnlyAccessLayers("figure", "scenario", "topology", "result", "model", "flow", "profile")
        .whereLayer("run").mayOnlyAccessLayers("figure", "scenario", "topology", "result", "model", "law", "flow",
            "latency", "profile", "plan", "monitor")
        .whereLayer("monitor").mayOnlyAccessLayers("scenario")
        .whereLayer("virtual").mayOnlyAccessLayers("figure", "scenario", "topology", "result", "model", "law", "flow",
            "latency", "profile", "plan", "run", "monitor")
        .whereLayer("engines").mayOnlyAccessLayers(
            "scenario", "topology", "result", "latency", "profile", "plan", "run")
        .whereLayer("answer").mayOnlyAccessLayers(
            "figure", "scenario", "topology", "result", "profile", "plan", "run");

    /**
     * Rule that a default method of an interface only combines its other methods. A default that answers by itself is
     * lost in a class that forwards, without an error of the compiler.
     */
    static final ArchRule DEFAULT_METHODS_CALL_THEIR_INTERFACE = methods()
        .that().areDeclaredInClassesThat().areInterfaces()
        .and().areDeclaredInClassesThat().doNotHaveFullyQualifiedName("org.gale.tables.memory.StateStream")
        .should(DefaultMethods.CALL_THEIR_INTERFACE);

    static final ArchRule AN_ADDRESS_BECOMES_MEMORY_IN_ONE_CLASS = noClasses()
        .that(not(HOLD_RAW_MEMORY))
        .should().callConstructor(UnsafeBuffer.class, long.class, int.class)
        .orShould().dependOnClassesThat().haveFullyQualifiedName("org.agrona.UnsafeApi");

    /**
     * Rule that no other class wraps an address. Elsewhere {@code wrap(0, 0)} detaches a buffer, which the rule does
     * not distinguish.
     */
    static final ArchRule NOBODY_WHO_SEES_GUEST_ADDRESSES_WRAPS_ONE = noClasses()
        .that().resideInAnyPackage(
            with(MODELS, "org.gale.tables..", ENGINE + "machine..", ENGINE + "hypervisor..", ENGINE + "gicv4.."))
        .and(not(HOLD_RAW_MEMORY))
        .should().callMethod(UnsafeBuffer.class, "wrap", long.class, int.class);

    /** Rule that a constructor or record takes few parameters. A configuration is the declaration of its keys. */
    static final ArchRule A_CONSTRUCTOR_TAKES_AT_MOST_NINE_PARAMETERS = constructors()
        .that().areDeclaredInClassesThat().areNotEnums()
        .and().areDeclaredInClassesThat().doNotHaveFullyQualifiedName(ENGINE + "config.MachineConfig")
        .should().haveRawParameterTypes(describe("at most nine", types -> types.size() <= PARAMETER_LIMIT));

    @TestFactory
    Stream<DynamicTest> shouldFollowEachRule()
    {
        return Arrays.stream(ImportRulesTest.class.getDeclaredFields())
            .filter(field -> field.getType() == ArchRule.class)
            .map(field -> dynamicTest(field.getName(), () -> ((ArchRule)field.get(null)).check(MainClasses.ALL)));
    }

    private static ArchRule only(final String room, final String... others)
    {
        return classes()
            .that().resideInAPackage(room)
            .should().onlyDependOnClassesThat(resideInAnyPackage(with(others, room)))
            .allowEmptyShould(true);
    }

    private static String[] with(final String[] rooms, final String... more)
    {
        return Stream.concat(Arrays.stream(rooms), Arrays.stream(more)).toArray(String[]::new);
    }
}
