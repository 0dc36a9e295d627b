/* Load for any FastAGI server: keeps a number of calls up, answers every command at once, counts.
 *
 * usage: agi_load PORT CALLS_AT_ONCE SECONDS COMMANDS
 * prints: calls, calls that got another number of commands, seconds, share of one core used here
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <fcntl.h>
#include <netinet/tcp.h>

#define MOST 65536

static const char headers[] =
    "agi_network: yes\nagi_network_script: bench\nagi_request: agi://127.0.0.1/bench\n"
    "agi_channel: PJSIP/trunk-00000001\nagi_language: zh\nagi_type: PJSIP\nagi_uniqueid: 1700000000.1\n"
    "agi_version: 22.10.1\nagi_callerid: 5550001\nagi_calleridname: unknown\nagi_callingpres: 0\n"
    "agi_callingani2: 0\nagi_callington: 0\nagi_callingtns: 0\nagi_dnid: 112\nagi_rdnis: unknown\n"
    "agi_context: stage\nagi_extension: s\nagi_priority: 3\nagi_enhanced: 0.0\nagi_accountcode: \n"
    "agi_threadid: 140000000000000\n\n";
static const char unique_id[] = "200 result=1 (1700000000.1)\n"; /* to GET VARIABLE */
static const char done[] = "200 result=1\n";                      /* to anything else */

static struct sockaddr_in address = {.sin_family = AF_INET};
static int answered[MOST];
static int poll;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void call(void)
{
    int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    struct linger at_once = {1, 0};
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

    if (fd < 0 || fd >= MOST || connect(fd, (struct sockaddr *)&address, sizeof address)) {
        perror("agi_load");
        exit(1);
    }
    fcntl(fd, F_SETFL, O_NONBLOCK);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once); /* leaves no TIME_WAIT behind */
    answered[fd] = 0;
    epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
    send(fd, headers, sizeof headers - 1, MSG_NOSIGNAL);
}

/* Answers the commands that came; returns 1 when the server closed. */
static int talk(int fd)
{
    char data[4096];
    ssize_t size = recv(fd, data, sizeof data, 0);

    if (size < 0)
        return errno != EAGAIN;
    if (size > 0 && data[size - 1] == '\n') { /* one command at a time, short enough to come whole */
        answered[fd]++;
        if (data[0] == 'G')
            send(fd, unique_id, sizeof unique_id - 1, MSG_NOSIGNAL);
        else
            send(fd, done, sizeof done - 1, MSG_NOSIGNAL);
    }
    return size == 0;
}

int main(int count, char **words)
{
    struct epoll_event events[512];
    struct rusage usage;
    long total = 0, odd = 0;

    if (count < 5)
        return 2;
    int commands = atoi(words[4]), at_once = atoi(words[2]);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(atoi(words[1]));
    poll = epoll_create1(0);
    for (int i = 0; i < at_once; i++)
        call();
    double begun = now(), end = begun + atof(words[3]), time;
    int up = at_once;
    while (up && now() < end + 10) { /* a server that hangs is given up */
        int ready = epoll_wait(poll, events, 512, 100);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            int before = answered[fd], over = talk(fd);
            total += answered[fd] - before;
            if (!over)
                continue;
            odd += answered[fd] != commands;
            close(fd);
            if (now() < end)
                call();
            else
                up--; /* the last calls end in their own way too */
        }
    }
    time = now();
    getrusage(RUSAGE_SELF, &usage);
    double used = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    printf("%ld %ld %.3f %.3f\n", total / commands, odd, time - begun, used / (time - begun));
    return 0;
}
