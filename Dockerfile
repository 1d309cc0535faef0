# The image of the chaski command: the distribution, a Java runtime with the modules that it needs, and the C libraries
# of the build stage; nothing else, not even a shell. Maven builds the same image without an engine: see
# docs/CONTAINERS.md.
FROM debian:12 AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends default-jdk-headless maven \
    && rm -rf /var/lib/apt/lists/*
ENV JAVA_HOME=/usr/lib/jvm/default-java
WORKDIR /source
COPY . .
RUN mvn -B -ntp -Pquick -Dmaven.test.skip=true package -pl chaski.distribution -am \
    && chaski.image/root.sh chaski.distribution/target/chaski-*/chaski-* /root-of-image

FROM scratch
COPY --from=build /root-of-image/ /
ENV LC_ALL=C.UTF-8
USER 65532:65532
EXPOSE 7601
HEALTHCHECK --interval=10s --timeout=10s --retries=3 \
    CMD ["/opt/java/bin/java", "-XX:+IgnoreUnrecognizedVMOptions", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Djdk.console=java.base", "-XX:-UsePerfData", "-Djava.library.path=/opt/chaski/native", "-cp", "/opt/chaski/lib/*", "chaski.cli.Main", "ping", "tcp://127.0.0.1:7601", "--count", "1"]
ENTRYPOINT ["/opt/java/bin/java", "-XX:+IgnoreUnrecognizedVMOptions", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Djdk.console=java.base", "-XX:-UsePerfData", "-Djava.library.path=/opt/chaski/native", "-cp", "/opt/chaski/lib/*", "chaski.cli.Main"]
CMD ["node", "--listen", "tcp://0.0.0.0:7601"]
